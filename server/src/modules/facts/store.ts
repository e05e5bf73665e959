import { type Db, sql } from '../../platform/db/index.ts';

/** Ids of files that a job will still work on. Nothing else of a request for facts is in the database, its audit rows aside. */
export const livingFacts = async (db: Db): Promise<string[]> =>
  (
    await db.rows<{ id: string }>(sql`select data->>'factsId' as id from pgboss.job
      where state in ('created', 'retry', 'active') and data->>'factsId' is not null`)
  ).map(({ id }) => id);
