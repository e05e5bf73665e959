/** Idempotency-Key: a repeated creating request gets the first one's answer. Kept for a day per person. */
import type { FastifyRequest } from 'fastify';
import { canonicalJson, sha256Hex } from '../crypto/index.ts';
import { type Database, sql } from '../db/index.ts';
import { Refusal } from '../errors/index.ts';
import { callerOf } from './access.ts';

type Earlier = { bodyHash: string; route: string; answer: unknown };

/**
 * Runs `work` unless the caller already sent this key with the same body. A key whose work failed is free again.
 * @throws Refusal `request.key_reused` for another body, `request.in_progress` while the first still runs.
 */
export async function once<Answer>(
  db: Database,
  request: FastifyRequest,
  work: () => Promise<Answer>,
): Promise<Answer> {
  const key = request.headers['idempotency-key'];
  if (typeof key !== 'string' || key === '') return work();
  const { personId } = callerOf(request);
  const route = `${request.method} ${request.routeOptions.url}`;
  const bodyHash = sha256Hex(canonicalJson([request.params, request.body]));
  await db.run(sql`delete from idempotent_requests where created_at < now() - interval '1 day'`);
  const isNew = await db.run(sql`insert into idempotent_requests (person_id, key, route, body_hash)
    values (${personId}, ${key.slice(0, 200)}, ${route}, ${bodyHash}) on conflict do nothing`);
  if (isNew === 0) return earlierAnswer(db, { personId, key: key.slice(0, 200), route, bodyHash });
  try {
    const answer = await work();
    await db.run(sql`update idempotent_requests set answer = ${JSON.stringify(answer)}
      where person_id = ${personId} and key = ${key.slice(0, 200)}`);
    return answer;
  } catch (error) {
    await db.run(sql`delete from idempotent_requests where person_id = ${personId} and key = ${key.slice(0, 200)}`);
    throw error;
  }
}

async function earlierAnswer<Answer>(
  db: Database,
  asked: { personId: string; key: string; route: string; bodyHash: string },
): Promise<Answer> {
  const earlier = await db.one<Earlier>(sql`select body_hash as "bodyHash", route, answer from idempotent_requests
    where person_id = ${asked.personId} and key = ${asked.key}`);
  if (earlier?.bodyHash !== asked.bodyHash || earlier.route !== asked.route) throw new Refusal('request.key_reused');
  if (earlier.answer === null) throw new Refusal('request.in_progress');
  return earlier.answer as Answer;
}
