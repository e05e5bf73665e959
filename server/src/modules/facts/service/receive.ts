/** The bytes of a request as a file that lives no longer than the work on it. */
import { createWriteStream } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { type Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { Refusal } from '../../../platform/errors/index.ts';

/** How much more than allowed is read and thrown away before the connection is cut. */
const PATIENCE_BYTES = 64 * 2 ** 20;

export type Received = { path: string; bytes: number };

/** @throws Refusal `request.too_large` beyond the limit, `media.unusable` when nothing came */
export async function receive(
  stream: Readable,
  { dir, maxBytes, hint }: { dir: string; maxBytes: number; hint: string },
): Promise<Received> {
  await mkdir(dir, { recursive: true, mode: 0o700 });
  const path = join(dir, 'in');
  let bytes = 0;
  // What is too much is read to its end and thrown away: who is cut off in the middle does not hear why.
  const limit = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      bytes += chunk.length;
      if (bytes > maxBytes + PATIENCE_BYTES) done(new Refusal('request.too_large', { maxBytes, hint }));
      else if (bytes > maxBytes) done();
      else done(null, chunk);
    },
  });
  await pipeline(stream, limit, createWriteStream(path, { mode: 0o600 }));
  if (bytes > maxBytes) throw new Refusal('request.too_large', { maxBytes, hint });
  if (bytes === 0) throw new Refusal('media.unusable', { code: 'file_empty' });
  return { path, bytes };
}
