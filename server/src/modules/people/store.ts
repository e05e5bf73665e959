import { type Db, sql } from '../../platform/db/index.ts';
import type { Caller } from '../../platform/http/index.ts';
import { branchScope } from './service/scope.ts';

export type Person = {
  id: string;
  tenantId: string;
  tenantName: string;
  branchId: string;
  branchName: string;
  branchPath: string;
  username: string;
  name: string;
  role: string;
  isActive: boolean;
};
export type Branch = { id: string; parentId: string | null; name: string; path: string };
export type Login = Person & { csrfToken: string };

const columns = sql`p.id, p.tenant_id as "tenantId", t.name as "tenantName", b.id as "branchId", b.name as "branchName",
  b.path as "branchPath", p.username, p.name, p.role, p.is_active as "isActive"`;
const joined = sql`people p join tenants t on t.id = p.tenant_id join branches b on b.id = p.branch_id`;

/** Those of a name in one tenant, or in all when none is given (at most two: more than one is ambiguous). */
export const peopleNamed = (db: Db, username: string, tenant?: string) =>
  db.rows<Person & { passwordHash: string }>(sql`select ${columns}, p.password_hash as "passwordHash" from ${joined}
    where p.username = ${username} and p.is_active and (${tenant ?? null}::text is null or t.name = ${tenant ?? null}) limit 2`);

export const insertLogin = (tx: Db, login: { tokenHash: Buffer; personId: string; csrfToken: string; hours: number }) =>
  tx.run(sql`insert into login_sessions (token_hash, person_id, csrf_token, expires_at) values
    (${login.tokenHash}, ${login.personId}, ${login.csrfToken}, now() + make_interval(hours => ${login.hours}))`);

export const loginOf = (db: Db, tokenHash: Buffer) =>
  db.one<Login>(sql`select ${columns}, l.csrf_token as "csrfToken" from login_sessions l join ${joined} on p.id = l.person_id
    where l.token_hash = ${tokenHash} and l.expires_at > now() and p.is_active`);

export const deleteLogin = (tx: Db, tokenHash: Buffer) =>
  tx.run(sql`delete from login_sessions where token_hash = ${tokenHash}`);
export const deleteLoginsOf = (tx: Db, personId: string) =>
  tx.run(sql`delete from login_sessions where person_id = ${personId}`);
export const deleteExpiredLogins = (db: Db) => db.run(sql`delete from login_sessions where expires_at <= now()`);

/** In scope, by name. */
export const peopleInScope = (db: Db, caller: Caller, page: { limit: number; after: string | null }) =>
  db.rows<Person>(sql`select ${columns} from ${joined} where p.tenant_id = ${caller.tenantId} and ${branchScope(caller)}
    and (${page.after}::text is null or p.username > ${page.after}) order by p.username limit ${page.limit + 1}`);

export const personInScope = (db: Db, caller: Caller, id: string) =>
  db.one<Person>(sql`select ${columns} from ${joined}
    where p.id = ${id} and p.tenant_id = ${caller.tenantId} and ${branchScope(caller)}`);

export const branchesInScope = (db: Db, caller: Caller) =>
  db.rows<Branch>(sql`select b.id, b.parent_id as "parentId", b.name, b.path from branches b
    where ${branchScope(caller)} order by b.path`);

export const branchInScope = (db: Db, caller: Caller, id: string) =>
  db.one<Branch>(sql`select b.id, b.parent_id as "parentId", b.name, b.path from branches b
    where b.id = ${id} and ${branchScope(caller)}`);

/** False when the user name is taken. */
export async function insertPerson(
  tx: Db,
  person: {
    id: string;
    tenantId: string;
    branchId: string;
    username: string;
    name: string;
    role: string;
    passwordHash: string;
  },
): Promise<boolean> {
  const added =
    await tx.run(sql`insert into people (id, tenant_id, branch_id, username, name, role, password_hash) values
    (${person.id}, ${person.tenantId}, ${person.branchId}, ${person.username}, ${person.name}, ${person.role},
     ${person.passwordHash}) on conflict (tenant_id, username) do nothing`);
  return added === 1;
}

export type PersonChange = {
  name?: string;
  role?: string;
  branchId?: string;
  isActive?: boolean;
  passwordHash?: string;
};

export const updatePerson = (tx: Db, id: string, change: PersonChange) =>
  tx.run(sql`update people set name = coalesce(${change.name ?? null}, name), role = coalesce(${change.role ?? null}, role),
    branch_id = coalesce(${change.branchId ?? null}, branch_id), is_active = coalesce(${change.isActive ?? null}, is_active),
    password_hash = coalesce(${change.passwordHash ?? null}, password_hash) where id = ${id}`);

export const insertTenant = (tx: Db, tenant: { id: string; name: string }) =>
  tx.run(sql`insert into tenants (id, name) values (${tenant.id}, ${tenant.name})`);
export const insertBranch = (tx: Db, branch: Branch & { tenantId: string }) =>
  tx.run(sql`insert into branches (id, tenant_id, parent_id, name, path) values
    (${branch.id}, ${branch.tenantId}, ${branch.parentId}, ${branch.name}, ${branch.path})`);
export const countTenants = async (db: Db) =>
  (await db.one<{ count: number }>(sql`select count(*) as count from tenants`))!.count;
