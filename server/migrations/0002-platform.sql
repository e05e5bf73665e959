-- What every module uses: audit chain, events, idempotency, objects.

-- Append-only, one hash chain per institution. `seq` counts from 1 without a gap.
create table audit (
  tenant_id uuid not null references tenant,
  seq bigint not null,
  at timestamptz(3) not null,
  actor_id uuid,
  action text not null,
  target_kind text not null,
  target_id text not null,
  details jsonb not null,
  prev_hash bytea not null,
  hash bytea not null,
  primary key (tenant_id, seq)
);
create function refuse_audit_change() returns trigger language plpgsql as $$
begin
  raise exception 'the audit chain is append-only';
end $$;
create trigger audit_append_only before update or delete on audit for each row execute function refuse_audit_change();
create trigger audit_no_truncate before truncate on audit for each statement execute function refuse_audit_change();

-- The newest link of each chain; its row lock keeps the order of appends.
create table audit_head (
  tenant_id uuid primary key references tenant,
  seq bigint not null,
  hash bytea not null
);

-- Ids and states only. Kept a day, so that a browser that was away can catch up (Last-Event-ID).
create table event (
  id bigint generated always as identity primary key,
  tenant_id uuid,
  branch_id uuid,
  agent_id uuid,
  kind text not null,
  data jsonb not null,
  at timestamptz(3) not null
);
create index event_at on event (at);

create table idempotency (
  person_id uuid not null references person,
  key text not null,
  request_hash bytea not null,
  status integer,
  response jsonb,
  created_at timestamptz(3) not null,
  primary key (person_id, key)
);

-- Encrypted objects on disk. `digest` is the SHA-256 of the ciphertext and the file's name; `plain_sha256` is for the court.
create table object (
  id uuid primary key,
  tenant_id uuid not null references tenant,
  digest text not null,
  plain_sha256 text not null,
  size_bytes bigint not null,
  wrapped_key bytea not null,
  created_at timestamptz(3) not null,
  unique (tenant_id, digest)
);
