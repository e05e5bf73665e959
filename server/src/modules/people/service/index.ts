/** Accounts and logins. A login is an opaque random token in a cookie; the database knows its hash only. */
import { hashPassword, newToken, passwordProblem, sha256, verifyPassword } from '../../../platform/crypto/index.ts';
import type { Database, Db } from '../../../platform/db/index.ts';
import { Refusal } from '../../../platform/errors/index.ts';
import type { Caller } from '../../../platform/http/index.ts';
import { newId } from '../../../platform/ids/index.ts';
import { record } from '../../audit/index.ts';
import * as store from '../store.ts';
import { permissionsOf, type Role } from './permissions.ts';

export type Credentials = { tenant?: string; username: string; password: string };

/** @throws Refusal `login.failed`, the same and equally slow whatever was wrong. */
export async function logIn(
  db: Database,
  credentials: Credentials,
  hours: number,
): Promise<{ token: string; login: store.Login }> {
  const found = await store.peopleNamed(db, credentials.username, credentials.tenant);
  const person = found.length === 1 ? found[0] : undefined;
  const isRight = await verifyPassword(person?.passwordHash, credentials.password);
  if (person === undefined || !isRight) {
    if (person !== undefined) await recordLogin(db, person, 'login.failed');
    throw new Refusal('login.failed');
  }
  const token = newToken();
  const csrfToken = newToken();
  await db.transaction(async (tx) => {
    await store.deleteExpiredLogins(tx);
    await store.insertLogin(tx, { tokenHash: sha256(token), personId: person.id, csrfToken, hours });
    await recordLogin(tx, person, 'login.done');
  });
  return { token, login: { ...person, csrfToken } };
}

async function recordLogin(db: Database | Db, person: store.Person, action: string): Promise<void> {
  const entry = { tenantId: person.tenantId, personId: person.id, action, subject: `person:${person.id}` };
  if ('transaction' in db) await db.transaction((tx) => record(tx, entry));
  else await record(db, entry);
}

/** Who a cookie belongs to; null when it is unknown, ended, or the person was deactivated. */
export async function identify(db: Db, token: string): Promise<Caller | null> {
  const login = await store.loginOf(db, sha256(token));
  if (login === undefined) return null;
  const { id: personId, tenantId, branchId, branchPath, role, csrfToken } = login;
  return { personId, tenantId, branchId, branchPath, role, csrfToken, permissions: permissionsOf(role) };
}

export async function logOut(db: Database, caller: Caller, token: string): Promise<void> {
  await db.transaction(async (tx) => {
    await store.deleteLogin(tx, sha256(token));
    await record(tx, {
      tenantId: caller.tenantId,
      personId: caller.personId,
      action: 'login.end',
      subject: `person:${caller.personId}`,
    });
  });
}

export type NewPerson = { username: string; name: string; role: Role; branchId: string; password: string };

export async function createPerson(db: Database, caller: Caller, person: NewPerson): Promise<{ id: string }> {
  await branchOf(db, caller, person.branchId);
  const passwordHash = await hashChecked(person.password, person.username);
  const id = newId();
  await db.transaction(async (tx) => {
    const { username, name, role, branchId } = person;
    const isNew = await store.insertPerson(tx, {
      id,
      tenantId: caller.tenantId,
      username,
      name,
      role,
      branchId,
      passwordHash,
    });
    if (!isNew) throw new Refusal('person.username_taken');
    await record(tx, { ...by(caller), action: 'person.create', subject: `person:${id}`, details: { role, branchId } });
  });
  return { id };
}

export type PersonPatch = { name?: string; role?: Role; branchId?: string; isActive?: boolean; password?: string };

/** A new password, role or deactivation ends the person's logins. */
export async function changePerson(
  db: Database,
  caller: Caller,
  { id, patch }: { id: string; patch: PersonPatch },
): Promise<void> {
  const person = await store.personInScope(db, caller, id);
  if (person === undefined) throw new Refusal('not_found');
  if (id === caller.personId && (patch.role !== undefined || patch.isActive === false))
    throw new Refusal('person.self');
  if (patch.branchId !== undefined) await branchOf(db, caller, patch.branchId);
  const { password, ...change } = patch;
  const hashed = password === undefined ? {} : { passwordHash: await hashChecked(password, person.username) };
  await db.transaction(async (tx) => {
    await store.updatePerson(tx, id, { ...change, ...hashed });
    if (password !== undefined || patch.role !== undefined || patch.isActive === false)
      await store.deleteLoginsOf(tx, id);
    const details = { ...change, ...(password === undefined ? {} : { newPassword: true }) };
    await record(tx, { ...by(caller), action: 'person.change', subject: `person:${id}`, details });
  });
}

async function hashChecked(password: string, username: string): Promise<string> {
  const problem = passwordProblem(password, username);
  if (problem !== undefined) throw new Refusal('request.invalid', { password: problem });
  return hashPassword(password);
}

/** The branch, when it lies in the caller's scope. @throws Refusal `not_found` */
export async function branchOf(db: Db, caller: Caller, branchId: string): Promise<store.Branch> {
  const branch = await store.branchInScope(db, caller, branchId);
  if (branch === undefined) throw new Refusal('not_found', { branchId });
  return branch;
}

const by = (caller: Caller) => ({ tenantId: caller.tenantId, personId: caller.personId });
