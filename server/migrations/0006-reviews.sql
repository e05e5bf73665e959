-- A reviewer's mark on one finding, or (finding_id null) the decision on the whole. Later marks stand beside earlier ones.
create table review (
  id uuid primary key,
  session_id uuid not null references session,
  tenant_id uuid not null references tenant,
  inspection_id uuid not null references inspection,
  finding_id text,
  decision text not null,
  comment text not null,
  reviewer_id uuid not null references person,
  created_at timestamptz(3) not null,
  check (
    (finding_id is not null and decision in ('hit', 'false_alarm'))
    or (finding_id is null and decision in ('pass', 'fail', 'undecidable'))
  )
);
create index review_session on review (session_id, id);
