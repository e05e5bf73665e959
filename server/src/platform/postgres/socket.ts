/** Where the server's socket lies: beside the data when the path is short enough and reachable, else in the temporary folder. */
import { createHash } from 'node:crypto';
import { chmodSync, chownSync, lstatSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { PostgresFailure } from './failure.ts';
import type { Way } from './way.ts';

/** Only names the socket file: nothing listens on TCP. */
export const PORT = 5432;
/** sockaddr_un holds 108 bytes with the closing zero. */
const LONGEST_BYTES = 107;

/** True when a socket in that folder has a path the kernel accepts. */
export function isShortEnough(socketDir: string): boolean {
  return Buffer.byteLength(join(socketDir, `.s.PGSQL.${PORT}`)) <= LONGEST_BYTES;
}

/** A private folder for the socket under `runtimeDir`, its name made from the data folder's path. Throws when a stranger holds it. */
export function temporarySocketDir(dataDir: string, options: { runtimeDir: string; way: Way }): string {
  const { runtimeDir, way } = options;
  const dir = join(runtimeDir, `mj-${createHash('sha256').update(dataDir).digest('hex').slice(0, 16)}`);
  mkdirSync(dir, { mode: 0o700, recursive: true });
  const wanted = way.kind === 'user' ? way : { uid: process.getuid?.() ?? 0, gid: process.getgid?.() ?? 0 };
  const { uid } = lstatSync(dir);
  if (!lstatSync(dir).isDirectory() || (uid !== process.getuid?.() && uid !== wanted.uid)) {
    throw new PostgresFailure(`${dir} belongs to another user; remove it and start again`);
  }
  chmodSync(dir, 0o700);
  chownSync(dir, wanted.uid, wanted.gid);
  if (!isShortEnough(dir)) {
    throw new PostgresFailure(`the path of the database socket in ${dir} is too long; set TMPDIR to a shorter folder`);
  }
  return dir;
}
