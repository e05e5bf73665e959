/** What can be told of a restored session from its timeline alone: whole lines, in order. */
import { createReadStream } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { keptFiles } from './files.ts';

/** Reads every timeline of a data folder; answers what is wrong, one sentence a session. Its digest was compared before. */
export async function verifyTimelines({ dataDir }: { dataDir: string }): Promise<string[]> {
  const problems: string[] = [];
  for (const path of await keptFiles(dataDir)) {
    if (!path.startsWith('timelines/') || !path.endsWith('.jsonl')) continue;
    const problem = await problemOf(join(dataDir, path));
    if (problem !== null) problems.push(`${path}: ${problem}`);
  }
  return problems;
}

async function problemOf(file: string): Promise<string | null> {
  let line = 0;
  let last = Number.NEGATIVE_INFINITY;
  for await (const text of createInterface({ input: createReadStream(file), crlfDelay: Number.POSITIVE_INFINITY })) {
    line += 1;
    const fact = factOf(text);
    if (fact === null) return `line ${line} is no fact`;
    if (typeof fact.seq !== 'number') continue;
    if (fact.seq <= last) return `line ${line} has the number ${fact.seq} after ${last}`;
    last = fact.seq;
  }
  return null;
}

function factOf(text: string): { seq?: unknown } | null {
  try {
    const fact = JSON.parse(text) as unknown;
    return typeof fact === 'object' ? fact : null;
  } catch {
    return null;
  }
}
