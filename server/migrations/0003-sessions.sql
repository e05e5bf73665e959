-- A session: one conversation under inspection, its recording, runs, findings and reviews.
create table sessions (
  id uuid primary key,
  tenant_id uuid not null references tenants (id),
  branch_id uuid not null references branches (id),
  agent_id uuid references people (id),
  created_by uuid references people (id),
  title text not null,
  product text,
  fields jsonb not null default '{}',
  roles jsonb,
  status text not null check (status in ('uploading', 'queued', 'inspecting', 'done', 'failed')),
  verdict text check (verdict in ('pass', 'fail', 'undecidable')),
  duration_ms bigint,
  violated integer not null default 0,
  undecidable integer not null default 0,
  progress jsonb,
  error jsonb,
  created_at timestamptz not null default now()
);
create index sessions_newest on sessions (tenant_id, created_at desc, id desc);
create index sessions_branch on sessions (branch_id);

create table recordings (
  id uuid primary key,
  session_id uuid not null unique references sessions (id),
  filename text not null,
  -- Where the encrypted content lies, and its wrapped key (platform/files).
  object jsonb not null,
  -- A copy that every browser plays, when the original is none.
  proxy jsonb,
  bytes bigint not null,
  created_at timestamptz not null default now()
);

create table inspection_runs (
  id uuid primary key,
  session_id uuid not null references sessions (id),
  n integer not null,
  status text not null check (status in ('queued', 'running', 'done', 'failed')),
  packs jsonb,
  verdict text,
  -- The document and the peaks of the sound, as an encrypted object.
  object jsonb,
  queue text not null default 'near' check (queue in ('live', 'near', 'batch')),
  error jsonb,
  requested_by uuid references people (id),
  created_at timestamptz not null default now(),
  finished_at timestamptz,
  unique (session_id, n)
);

create table findings (
  run_id uuid not null references inspection_runs (id),
  n integer not null,
  finding_id text not null,
  item text not null,
  rule text not null,
  verdict text not null,
  severity text not null,
  primary key (run_id, n)
);

create table reviews (
  id uuid primary key,
  session_id uuid not null references sessions (id),
  run_id uuid not null references inspection_runs (id),
  -- Null: the verdict on the whole session.
  finding_id text,
  decision text not null check (decision in ('hit', 'false_alarm', 'pass', 'fail', 'undecidable')),
  comment text,
  reviewer_id uuid not null references people (id),
  created_at timestamptz not null default now()
);
create index reviews_session on reviews (session_id, created_at);
