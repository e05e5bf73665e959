import type { Database, Db } from '../../../platform/db/index.ts';
import { Refusal } from '../../../platform/errors/index.ts';
import { publish } from '../../../platform/events/index.ts';
import type { Caller } from '../../../platform/http/index.ts';
import { newId } from '../../../platform/ids/index.ts';
import { record } from '../../audit/index.ts';
import {
  hasRecording,
  insertSession,
  latestRun,
  type Session,
  type SessionChange,
  sessionInScope,
  updateSession,
} from '../store.ts';

export type NewSession = { title: string; product?: string; fields?: Record<string, unknown>; roles?: string[] };

/** A session to upload to, in the caller's branch; an agent's is the agent's own. */
export async function createSession(db: Database, caller: Caller, session: NewSession): Promise<{ id: string }> {
  const id = newId();
  const agentId = caller.role === 'agent' ? caller.personId : null;
  await db.transaction(async (tx) => {
    await insertSession(tx, {
      ...{ id, agentId, tenantId: caller.tenantId, branchId: caller.branchId, createdBy: caller.personId },
      ...{
        title: session.title,
        product: session.product ?? null,
        fields: session.fields ?? {},
        roles: session.roles ?? null,
      },
    });
    const details = { product: session.product ?? null };
    await record(tx, {
      tenantId: caller.tenantId,
      personId: caller.personId,
      action: 'session.create',
      subject: `session:${id}`,
      details,
    });
  });
  return { id };
}

/** The session, when it lies in the caller's scope. @throws Refusal `not_found` */
export async function sessionOf(db: Db, caller: Caller, id: string): Promise<Session> {
  const session = await sessionInScope(db, caller, id);
  if (session === undefined) throw new Refusal('not_found', { sessionId: id });
  return session;
}

export const viewOf = (session: Session) => {
  const { id, title, product, branchId, branchName, agentName, status, verdict, durationMs, createdAt } = session;
  return {
    ...{ id, title, product, agentName, status, verdict, durationMs },
    branch: { id: branchId, name: branchName },
    createdAt: createdAt.toISOString(),
    findings: { violated: session.violated, undecidable: session.undecidable },
    progress: session.progress,
  };
};

export async function detailOf(db: Db, session: Session) {
  const run = await latestRun(db, session.id);
  return {
    ...viewOf(session),
    ...{ fields: session.fields, roles: session.roles, error: session.error },
    hasRecording: await hasRecording(db, session.id),
    run: run === undefined ? null : { ...run, createdAt: run.createdAt.toISOString() },
  };
}

/** Refuses texts that PostgreSQL would not read as a time. */
export function timesOf<Filter extends { from?: string; to?: string }>(filter: Filter): Filter {
  for (const name of ['from', 'to'] as const) {
    const text = filter[name];
    if (text === undefined) continue;
    const at = new Date(text);
    if (Number.isNaN(at.getTime())) throw new Refusal('request.invalid', { what: `${name} is no time` });
    filter[name] = at.toISOString();
  }
  return filter;
}

/** Moves a session and tells those who watch it, when the transaction commits. */
export async function moveSession(tx: Db, session: Session, change: SessionChange): Promise<void> {
  await updateSession(tx, session.id, change);
  const { tenantId, branchPath, agentId } = session;
  const data = { id: session.id, status: change.status ?? session.status, progress: change.progress ?? null };
  await publish(tx, { type: 'session', to: { tenantId, branchPath, agentId }, data });
}
