-- Inspection runs of a session, newest last; a new run stands beside the old ones.
create table inspection (
  id uuid primary key,
  session_id uuid not null references session,
  tenant_id uuid not null references tenant,
  run integer not null,
  packs text[],
  status text not null check (status in ('queued', 'running', 'done', 'failed')),
  requested_by uuid references person,
  error_code text,
  error_message text,
  verdict text check (verdict in ('pass', 'fail', 'undecidable')),
  document_object_id uuid references object,
  software text,
  created_at timestamptz(3) not null,
  started_at timestamptz(3),
  finished_at timestamptz(3),
  unique (session_id, run)
);

create table finding (
  inspection_id uuid not null references inspection,
  id text not null,
  tenant_id uuid not null references tenant,
  item text not null,
  rule text not null,
  pack text not null,
  verdict text not null,
  severity text not null,
  kind text not null,
  start_ms integer,
  end_ms integer,
  primary key (inspection_id, id)
);
create index finding_item on finding (tenant_id, item, verdict);

-- Masked words as character pairs (stack.md §4.1): the index holds no identity, card or phone number.
create table transcript (
  session_id uuid primary key references session,
  tenant_id uuid not null references tenant,
  words tsvector not null
);
create index transcript_words on transcript using gin (words);
