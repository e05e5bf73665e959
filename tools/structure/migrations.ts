/** Migrations are forward only: the digest of each stands in migrations.json. Run as a program, it adds those that are new. */
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../tree.ts';

const folder = join(root, 'server/migrations');
const list = join(import.meta.dirname, 'migrations.json');

/** File name → SHA-256 of every migration, in order. */
export function migrationDigests(): Record<string, string> {
  if (!existsSync(folder)) return {};
  const names = readdirSync(folder)
    .filter((name) => name.endsWith('.sql'))
    .sort();
  return Object.fromEntries(
    names.map((name) => [
      name,
      createHash('sha256')
        .update(readFileSync(join(folder, name)))
        .digest('hex'),
    ]),
  );
}

/** What was sealed before. */
export function sealed(): Record<string, string> {
  return existsSync(list) ? JSON.parse(readFileSync(list, 'utf8')) : {};
}

if (import.meta.main) writeFileSync(list, `${JSON.stringify({ ...migrationDigests(), ...sealed() }, null, 2)}\n`);
