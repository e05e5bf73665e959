-- Answers to requests that came with an Idempotency-Key, kept for a day.
create table idempotent_requests (
  person_id uuid not null references people (id),
  key text not null,
  route text not null,
  body_hash text not null,
  answer jsonb,
  created_at timestamptz not null default now(),
  primary key (person_id, key)
);
