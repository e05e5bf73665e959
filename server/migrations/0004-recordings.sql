-- An upload on its way; its bytes lie in <data>/uploads/<id> until it is complete.
create table upload (
  id text primary key,
  session_id uuid not null references session,
  tenant_id uuid not null references tenant,
  person_id uuid not null references person,
  filename text not null,
  size_bytes bigint not null,
  created_at timestamptz(3) not null,
  finished_at timestamptz(3)
);

-- The recording of a session: the original as it came, and what is derived from it.
create table recording (
  id uuid primary key,
  session_id uuid not null unique references session,
  tenant_id uuid not null references tenant,
  upload_id text unique references upload,
  filename text not null,
  media_type text not null,
  object_id uuid not null references object,
  proxy_object_id uuid references object,
  proxy_media_type text,
  peaks jsonb,
  created_at timestamptz(3) not null
);
