import { type Db, sql } from '../../platform/db/index.ts';
import type { ObjectRow } from '../../platform/files/index.ts';

export type Recording = {
  id: string;
  sessionId: string;
  filename: string;
  object: ObjectRow;
  proxy: ObjectRow | null;
  bytes: number;
};

export const insertRecording = (tx: Db, recording: Omit<Recording, 'proxy'>) =>
  tx.run(sql`insert into recordings (id, session_id, filename, object, bytes) values (${recording.id},
    ${recording.sessionId}, ${recording.filename}, ${JSON.stringify(recording.object)}, ${recording.bytes})
    on conflict (session_id) do nothing`);

export const findRecording = (db: Db, sessionId: string) =>
  db.one<Recording>(sql`select id, session_id as "sessionId", filename, object, proxy, bytes from recordings
    where session_id = ${sessionId}`);

export const setProxy = (db: Db, id: string, proxy: ObjectRow) =>
  db.run(sql`update recordings set proxy = ${JSON.stringify(proxy)} where id = ${id}`);
