-- Institutions, their branches, people and their logins.
create table tenants (
  id uuid primary key,
  name text not null unique,
  created_at timestamptz not null default now()
);
create table branches (
  id uuid primary key,
  tenant_id uuid not null references tenants (id),
  parent_id uuid references branches (id),
  name text not null,
  -- The ids from the root down, "/a/b/": a branch's subtree is every path that begins with its own.
  path text not null unique
);
create index branches_tenant on branches (tenant_id);
create table people (
  id uuid primary key,
  tenant_id uuid not null references tenants (id),
  branch_id uuid not null references branches (id),
  username text not null,
  name text not null,
  role text not null check (role in ('admin', 'compliance', 'supervisor', 'reviewer', 'agent', 'auditor')),
  password_hash text not null,
  is_active boolean not null default true,
  created_at timestamptz not null default now(),
  unique (tenant_id, username)
);
create table login_sessions (
  -- SHA-256 of the cookie's value: a stolen table opens nothing.
  token_hash bytea primary key,
  person_id uuid not null references people (id),
  csrf_token text not null,
  created_at timestamptz not null default now(),
  expires_at timestamptz not null
);
create index login_sessions_person on login_sessions (person_id);
