/** A newcomer's first start is not empty: an institution, branches and five people whose passwords stand in one file. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { addBranch, addPerson, addTenant, isEmpty, type Role } from './modules/people/index.ts';
import { randomPassword } from './platform/crypto/index.ts';
import type { Database } from './platform/db/index.ts';

const people: { username: string; name: string; role: Role; branch: 'head' | 'east' }[] = [
  { username: 'admin', name: '管理员 林安', role: 'admin', branch: 'head' },
  { username: 'compliance', name: '合规 周正', role: 'compliance', branch: 'head' },
  { username: 'supervisor', name: '主管 何静', role: 'supervisor', branch: 'east' },
  { username: 'reviewer', name: '质检员 苏明', role: 'reviewer', branch: 'east' },
  { username: 'agent', name: '客户经理 陈佳', role: 'agent', branch: 'east' },
];
const fileOf = (dataDir: string) => join(dataDir, 'demo-logins.txt');

/** Does nothing when there is any tenant already. The file is written first: a committed password is always known. */
export async function addDemo(db: Database, dataDir: string): Promise<void> {
  if (!(await isEmpty(db))) return;
  const logins = people.map((person) => ({ ...person, password: randomPassword() }));
  const lines = logins.map(({ username, password, name }) => `${username.padEnd(12)}${password}  ${name}`);
  writeFileSync(fileOf(dataDir), `${lines.join('\n')}\n`, { mode: 0o600 });
  await db.transaction(async (tx) => {
    const tenantId = await addTenant(tx, '演示机构');
    const head = await addBranch(tx, { tenantId, name: '总部' });
    const east = await addBranch(tx, { tenantId, name: '东城支行', parent: head });
    await addBranch(tx, { tenantId, name: '西城支行', parent: head });
    const branches = { head, east };
    for (const { branch, ...person } of logins) {
      await addPerson(tx, { ...person, tenantId, branchId: branches[branch].id });
    }
  });
}

/** The lines of the file, or none. */
export const demoLogins = (dataDir: string): string[] =>
  existsSync(fileOf(dataDir)) ? readFileSync(fileOf(dataDir), 'utf8').trim().split('\n') : [];
