import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';

const block = 512;
const longestArchiveBytes = 1 << 30;

const textAt = (archive: Buffer, at: number, length: number): string => {
  const end = archive.indexOf(0, at);
  return archive.toString('utf8', at, end < 0 || end > at + length ? at + length : end);
};

/** `path=…` of a pax record block (long names); undefined when it gives none. */
const paxPath = (content: Buffer): string | undefined =>
  /(?:^|\n)\d+ path=([^\n]*)\n/.exec(content.toString('utf8'))?.[1];

/**
 * The wanted files of a gzipped tar archive (what `npm pack` gives), by name.
 * @throws Error naming the archive and the file that is not in it.
 */
export const readTarball = (path: string, wanted: readonly string[]): Map<string, Buffer> => {
  const archive = gunzipSync(readFileSync(path), { maxOutputLength: longestArchiveBytes });
  const found = new Map<string, Buffer>();
  let longName: string | undefined;
  for (let at = 0; at + block <= archive.length && archive[at] !== 0; ) {
    const bytes = Number.parseInt(textAt(archive, at + 124, 12).trim() || '0', 8);
    const content = archive.subarray(at + block, at + block + bytes);
    const kind = String.fromCharCode(archive[at + 156]!);
    const prefix = textAt(archive, at + 345, 155);
    const name = longName ?? (prefix === '' ? '' : `${prefix}/`) + textAt(archive, at, 100);
    longName = kind === 'x' ? paxPath(content) : undefined;
    if ((kind === '0' || kind === '\0') && wanted.includes(name)) found.set(name, content);
    at += block + Math.ceil(bytes / block) * block;
  }
  const missing = wanted.find((name) => !found.has(name));
  if (missing !== undefined) throw new Error(`${path} does not contain ${missing}`);
  return found;
};
