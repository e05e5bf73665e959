import type { CorpusRecord } from './record.ts';

export type Part = 'development' | 'test';

/** FNV-1a, 32 bit: a family's part depends on its name alone, so nobody chooses what is tested. */
const hashOf = (text: string): number => {
  let hash = 0x811c9dc5;
  for (const c of text) hash = Math.imul(hash ^ (c.codePointAt(0) as number), 0x01000193);
  return hash >>> 0;
};

/** Three families in ten are for testing: looked at only to print figures. */
export const partOf = (family: string): Part => (hashOf(family) % 10 < 3 ? 'test' : 'development');

/** Two halves of the families, by the hash again: words are written looking at half a, and half b tells whether they carry. */
export const halfOf = (family: string): 'a' | 'b' => ((hashOf(family) >>> 8) % 2 === 0 ? 'a' : 'b');

/** One conversation in five, by its id, is read a second time. */
export const isReadTwice = (id: string): boolean => (hashOf(id) >>> 4) % 5 === 0;

/** The records of one part. */
export const recordsOf = (records: readonly CorpusRecord[], part: Part): CorpusRecord[] =>
  records.filter((record) => partOf(record.family) === part);
