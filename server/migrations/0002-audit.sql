-- What was done by whom, one chain per tenant: each row holds the digest of the one before it.
create table audit (
  tenant_id uuid not null references tenants (id),
  seq bigint not null,
  at timestamptz not null,
  person_id uuid references people (id),
  action text not null,
  subject text not null,
  details jsonb not null default '{}',
  prev_hash text not null,
  hash text not null,
  primary key (tenant_id, seq)
);
create function audit_is_final() returns trigger language plpgsql as $$
begin
  raise exception 'audit rows are never changed or removed';
end $$;
create trigger audit_no_change before update or delete or truncate on audit
  for each statement execute function audit_is_final();
