/** Signatures of callbacks: who has the tenant's key knows that the body came from here, and when. */
import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { closeSync, existsSync, fsyncSync, mkdirSync, openSync, readFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';

/** A signature older than this is a replay. */
const FRESH_S = 300;

/** The tenant's key, hex; made from one secret beside the other keys, which is made at the first use. */
export function tenantKey(keysDir: string, tenantId: string): string {
  const path = join(keysDir, 'callback.key');
  if (!existsSync(path)) {
    mkdirSync(keysDir, { recursive: true, mode: 0o700 });
    const file = openSync(path, 'wx', 0o600);
    writeSync(file, randomBytes(32));
    fsyncSync(file);
    closeSync(file);
  }
  return createHmac('sha256', readFileSync(path)).update(`facts-callback:${tenantId}`).digest('hex');
}

const macOf = (key: string, { atS, body }: { atS: number; body: string }): string =>
  createHmac('sha256', key).update(`${atS}.${body}`).digest('hex');

/** Value of the header `x-mingjian-signature`: `t=<unix seconds>,v1=<HMAC-SHA256 of "t.body", hex>`. */
export const signatureOf = (key: string, { atS, body }: { atS: number; body: string }): string =>
  `t=${atS},v1=${macOf(key, { atS, body })}`;

/** What a receiver does: the signature fits the body and is not older than five minutes. */
export function isSigned(header: string, { key, body, nowS }: { key: string; body: string; nowS: number }): boolean {
  const [, t, given] = /^t=(\d{1,12}),v1=([0-9a-f]{64})$/.exec(header) ?? [];
  if (t === undefined || given === undefined || Math.abs(nowS - Number(t)) > FRESH_S) return false;
  return timingSafeEqual(Buffer.from(given, 'hex'), Buffer.from(macOf(key, { atS: Number(t), body }), 'hex'));
}
