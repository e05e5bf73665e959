import { readFileSync } from 'node:fs';

/** Whisper's special tokens (multilingual vocabulary). */
export const special = {
  end: 50257,
  start: 50258,
  mandarin: 50260,
  transcribe: 50359,
  previous: 50361,
  noTimestamps: 50363,
  firstTimestamp: 50364,
  firstLanguage: 50259,
  lastLanguage: 50357,
} as const;

export type Vocabulary = {
  size: number;
  /** Byte-level pieces; a Chinese character often spans two or three tokens. */
  bytesOf(id: number): Uint8Array;
  encode(text: string): number[];
  decode(ids: readonly number[]): string;
};

/** GPT-2's byte table: printable bytes are themselves, the other 68 follow from U+0100. */
const byteOfCharacter = (): Map<string, number> => {
  const printable = (b: number) => (b >= 33 && b <= 126) || (b >= 161 && b <= 172) || b >= 174;
  const table = new Map<string, number>();
  let next = 256;
  for (let b = 0; b < 256; b++) table.set(String.fromCharCode(printable(b) ? b : next++), b);
  return table;
};

/** One piece a line, the line's number is the id. */
export const readVocabulary = (path: string): Vocabulary => vocabularyOf(readFileSync(path, 'utf8').split('\n'));

export const vocabularyOf = (lines: readonly string[]): Vocabulary => {
  const table = byteOfCharacter();
  const pieces = lines.map((line) => Uint8Array.from([...line].map((c) => table.get(c) ?? 63)));
  const idOf = new Map<string, number>();
  pieces.slice(0, special.end).forEach((piece, id) => {
    const key = Buffer.from(piece).toString('latin1');
    if (!idOf.has(key)) idOf.set(key, id);
  });
  return {
    size: lines.length,
    bytesOf: (id) => pieces[id] ?? new Uint8Array(),
    encode: (text) => mergePairs(Buffer.from(text, 'utf8').toString('latin1'), idOf),
    decode: (ids) =>
      Buffer.concat(ids.filter((id) => id < special.end).map((id) => pieces[id] ?? new Uint8Array())).toString('utf8'),
  };
};

/** Byte-pair encoding: merges the neighbours whose joined bytes have the lowest id until none is in the vocabulary. */
const mergePairs = (bytes: string, idOf: Map<string, number>): number[] => {
  const parts = [...bytes];
  for (;;) {
    let best = -1;
    let lowest = Number.POSITIVE_INFINITY;
    for (let i = 0; i + 1 < parts.length; i++) {
      const id = idOf.get(`${parts[i]}${parts[i + 1]}`) ?? Number.POSITIVE_INFINITY;
      if (id < lowest) [lowest, best] = [id, i];
    }
    if (best < 0) return parts.map((part) => idOf.get(part) ?? 0);
    parts.splice(best, 2, `${parts[best]}${parts[best + 1]}`);
  }
};
