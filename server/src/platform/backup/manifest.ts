/** The list that makes a folder a backup: every file with its size and digest. It is written last. */
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Sequence, Table } from './tables.ts';

export const FORMAT = 'mingjian.backup/1';
export const MANIFEST = 'manifest.json';

export type Kept = { path: string; bytes: number; sha256: string };
export type Manifest = {
  format: typeof FORMAT;
  software: string;
  /** RFC 3339, the moment of the database's snapshot. */
  takenAt: string;
  postgres: string;
  /** Statements that make the tables (`Schema` as JSON). */
  schema: Kept;
  tables: (Table & Kept & { rows: number })[];
  sequences: Sequence[];
  /** Files of the data folder; `path` is from there, and from `files/` in the backup. */
  files: Kept[];
};

/** A backup or an instance is not what it should be; nothing was changed unless the message says so. */
export class BackupFailure extends Error {}

/** Reads the manifest of a backup folder. Throws BackupFailure when it is none. */
export async function readManifest(dir: string): Promise<Manifest> {
  const text = await readFile(join(dir, MANIFEST), 'utf8').catch(() => null);
  if (text === null)
    throw new BackupFailure(`${dir} holds no ${MANIFEST}: it is no backup, or one that was broken off`);
  const manifest = JSON.parse(text) as Manifest;
  if (manifest.format !== FORMAT) throw new BackupFailure(`${dir} has the format ${manifest.format}, not ${FORMAT}`);
  return manifest;
}

/** Compares every file of a backup with its size and digest; answers what is wrong, one sentence a file. */
export async function problemsOf(dir: string, manifest: Manifest): Promise<string[]> {
  const problems: string[] = [];
  const all = [
    manifest.schema,
    ...manifest.tables,
    ...manifest.files.map((file) => ({ ...file, path: join('files', file.path) })),
  ];
  for (const { path, bytes, sha256 } of all) {
    const size = await stat(join(dir, path)).then(
      (found) => found.size,
      () => null,
    );
    if (size === null) problems.push(`${path} is missing`);
    else if (size !== bytes) problems.push(`${path} has ${size} bytes, not ${bytes}`);
    else if ((await digestOf(join(dir, path))) !== sha256) problems.push(`${path} was changed: its digest differs`);
  }
  return problems;
}

async function digestOf(file: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(file)) hash.update(chunk as Buffer);
  return hash.digest('hex');
}
