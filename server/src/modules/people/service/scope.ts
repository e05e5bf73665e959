/** What a caller may see at all: the own tenant, the own branch and what lies below it; an agent only what is the agent's. */
import { type Sql, sql } from '../../../platform/db/index.ts';
import type { Caller } from '../../../platform/http/index.ts';

/** For a statement that reads `sessions s join branches b on b.id = s.branch_id`. Every such statement has it. */
export function sessionScope(caller: Caller): Sql {
  const own = caller.role === 'agent' ? sql`and s.agent_id = ${caller.personId}` : sql``;
  return sql`s.tenant_id = ${caller.tenantId} and ${branchScope(caller)} ${own}`;
}

/** For a statement that reads `branches b`. Paths hold ids and slashes only: no character has a meaning in `like`. */
export const branchScope = (caller: Caller): Sql =>
  sql`b.tenant_id = ${caller.tenantId} and b.path like ${`${caller.branchPath}%`}`;
