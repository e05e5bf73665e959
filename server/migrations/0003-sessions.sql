-- A conversation that is kept and judged. Business data in `fields` has the meanings of docs/reference/formats.md.
create table session (
  id uuid primary key,
  tenant_id uuid not null references tenant,
  branch_id uuid not null,
  agent_id uuid not null references person,
  title text not null,
  product text not null check (product in ('bank', 'ins', 'sec', 'trust', 'loan', 'vbank', 'collect', 'service')),
  fields jsonb not null,
  roles text[],
  origin text not null check (origin in ('upload', 'demo', 'text')),
  status text not null check (status in ('uploading', 'queued', 'inspecting', 'done', 'failed')),
  stage text,
  stage_done real,
  error_code text,
  error_message text,
  verdict text check (verdict in ('pass', 'fail', 'undecidable')),
  duration_ms integer,
  violated integer not null default 0,
  undecidable integer not null default 0,
  created_at timestamptz(3) not null,
  foreign key (tenant_id, branch_id) references branch (tenant_id, id)
);
create index session_list on session (tenant_id, id desc);
create index session_branch on session (branch_id, id desc);
create index session_agent on session (agent_id, id desc);
