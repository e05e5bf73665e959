/** Makes tenants, branches and people without a caller: at the first start and in tests. */
import { hashPassword } from '../../../platform/crypto/index.ts';
import type { Db } from '../../../platform/db/index.ts';
import { newId } from '../../../platform/ids/index.ts';
import * as store from '../store.ts';
import type { Role } from './permissions.ts';

export async function addTenant(tx: Db, name: string): Promise<string> {
  const id = newId();
  await store.insertTenant(tx, { id, name });
  return id;
}

export type NewBranch = { tenantId: string; name: string; parent?: { id: string; path: string } };

export async function addBranch(tx: Db, { tenantId, name, parent }: NewBranch): Promise<store.Branch> {
  const id = newId();
  const branch = { id, parentId: parent?.id ?? null, name, path: `${parent?.path ?? '/'}${id}/` };
  await store.insertBranch(tx, { ...branch, tenantId });
  return branch;
}

export type AddedPerson = {
  tenantId: string;
  branchId: string;
  username: string;
  name: string;
  role: Role;
  password: string;
};

export async function addPerson(tx: Db, { password, ...person }: AddedPerson): Promise<string> {
  const id = newId();
  await store.insertPerson(tx, { id, ...person, passwordHash: await hashPassword(password) });
  return id;
}

export const isEmpty = async (db: Db): Promise<boolean> => (await store.countTenants(db)) === 0;
