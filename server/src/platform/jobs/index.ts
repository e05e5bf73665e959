/** Work that outlives the process: pg-boss. Live work goes before near work, near before batch. */
import { PgBoss } from 'pg-boss';
import type { Db } from '../db/index.ts';

export type QueueClass = 'live' | 'near' | 'batch';
export type Work = (data: Record<string, unknown>, signal: AbortSignal) => Promise<void>;
/** `afterSeconds`: not before that time has gone by. */
export type EnqueueOptions = { queue: QueueClass; afterSeconds?: number };
export type Jobs = {
  /** In the caller's transaction: no job without its change, no change without its job. */
  enqueue(tx: Db, data: Record<string, unknown>, options: EnqueueOptions): Promise<void>;
  /** One job at a time; `signal` aborts when the server stops. A job whose process died is given again. */
  begin(work: Work): Promise<void>;
  stop(): Promise<void>;
};

const QUEUE = 'work';
const priorities = { live: 20, near: 10, batch: 0 } as const;
/** A process that was killed is noticed after this long without a sign of life. */
const HEARTBEAT_SECONDS = 20;

export type JobsOptions = {
  onError: (error: Error) => void;
  /** No other process works on this database: what is in hand belongs to a dead one and is given again at once. */
  isAlone: boolean;
};

export async function openJobs(url: string, { onError, isAlone }: JobsOptions): Promise<Jobs> {
  const boss = new PgBoss({ connectionString: url, max: 4, monitorIntervalSeconds: 10, superviseIntervalSeconds: 10 });
  boss.on('error', onError);
  await boss.start();
  await boss.createQueue(QUEUE, {
    retryLimit: 5,
    retryDelay: 1,
    heartbeatSeconds: HEARTBEAT_SECONDS,
    expireInSeconds: 6 * 3600,
  });
  if (isAlone) await giveAgain(boss);
  const ending = new AbortController();
  const inHand = new Set<Promise<void>>();
  return {
    async enqueue(tx, data, { queue, afterSeconds = 0 }) {
      await boss.send(QUEUE, data, { priority: priorities[queue], startAfter: afterSeconds, db: tx as never });
    },
    async begin(work) {
      await boss.work<Record<string, unknown>>(QUEUE, { batchSize: 1, pollingIntervalSeconds: 1 }, async ([job]) => {
        if (job === undefined) return;
        const done = work(job.data, ending.signal);
        inHand.add(done);
        await done.finally(() => inHand.delete(done));
      });
    },
    async stop() {
      ending.abort(new Error('the server stops'));
      await Promise.allSettled(inHand);
      await boss.stop({ graceful: true, timeout: 3000, close: true });
    },
  };
}

async function giveAgain(boss: PgBoss): Promise<void> {
  const { rows } = await boss
    .getDb()
    .executeSql('select id from pgboss.job where name = $1 and state = $2', [QUEUE, 'active']);
  for (const { id } of rows as { id: string }[]) await boss.fail(QUEUE, id);
}
