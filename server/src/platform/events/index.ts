/** News between the database and everybody who watches: LISTEN/NOTIFY in, server-sent events out. Ids only, never content. */
import pg from 'pg';
import { type Db, sql } from '../db/index.ts';

export type News = {
  type: 'session' | 'capability' | 'demo';
  /** Who may know: null = everybody who is logged in. */
  to: { tenantId: string; branchPath: string; agentId: string | null } | null;
  data: Record<string, unknown>;
};
export type Events = {
  subscribe(hear: (news: News) => void): () => void;
  close(): Promise<void>;
};
const CHANNEL = 'mj_news';
const AGAIN_MS = 1000;

/** Heard by every process when the transaction commits, and not at all when it does not. */
export const publish = (tx: Db, news: News) => tx.run(sql`select pg_notify(${CHANNEL}, ${JSON.stringify(news)})`);

/** Keeps one connection listening; a cut one is made again. */
export async function openEvents(url: string, onError: (error: Error) => void): Promise<Events> {
  const listeners = new Set<(news: News) => void>();
  let client: pg.Client | null = null;
  let isClosed = false;
  let timer: NodeJS.Timeout | undefined;
  const listen = async (): Promise<void> => {
    const next = new pg.Client({ connectionString: url });
    next.on('error', onError);
    next.on('notification', ({ payload = '' }) => {
      for (const hear of listeners) hear(JSON.parse(payload) as News);
    });
    next.on('end', again);
    await next.connect();
    await next.query(`listen ${CHANNEL}`);
    client = next;
  };
  const again = () => {
    client = null;
    if (!isClosed) timer = setTimeout(() => listen().catch(again), AGAIN_MS);
  };
  await listen();
  return {
    subscribe(hear) {
      listeners.add(hear);
      return () => void listeners.delete(hear);
    },
    async close() {
      isClosed = true;
      clearTimeout(timer);
      await client?.end();
    },
  };
}
