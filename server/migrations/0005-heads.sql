-- An institution's own meaning heads, learned from its reviews. One is in force at most; the earlier ones stay, so that an old
-- inspection can still be explained.
create table own_heads (
  id uuid primary key,
  tenant_id uuid not null references tenants (id),
  version text not null,
  labels jsonb not null,
  data_hash text not null,
  -- Version of the sentence embedder whose vectors they read.
  embedder text not null,
  -- The file, as an encrypted object.
  object jsonb not null,
  uploaded_by uuid not null references people (id),
  created_at timestamptz not null default now(),
  ended_at timestamptz
);
create unique index own_heads_in_force on own_heads (tenant_id) where ended_at is null;
