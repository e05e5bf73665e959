/** A place in a source text as people count it: lines and columns from 1, columns in UTF-16 units. */
export type Position = { line: number; column: number };
/** From the first character to the one behind the last. */
export type SourceRange = { from: Position; to: Position };

/** Offset of a position; a position behind the end of its line or of the text stands at that end. */
export const offsetOf = (source: string, position: Position): number => {
  let start = 0;
  for (let line = 1; line < position.line; line++) {
    const next = source.indexOf('\n', start);
    if (next < 0) return source.length;
    start = next + 1;
  }
  const end = source.indexOf('\n', start);
  return Math.min(start + Math.max(0, position.column - 1), end < 0 ? source.length : end);
};

/** Position of an offset, both clamped to the text. */
export const positionOf = (source: string, offset: number): Position => {
  const before = source.slice(0, Math.max(0, Math.min(offset, source.length)));
  const lastBreak = before.lastIndexOf('\n');
  return { line: before.split('\n').length, column: before.length - lastBreak };
};

const wordCharacter = /[\p{L}\p{N}_.@-]/u;

/** The word that stands around an offset, `from === to` when there is none. */
export const wordAround = (source: string, offset: number): { from: number; to: number; text: string } => {
  let from = offset;
  while (from > 0 && wordCharacter.test(source[from - 1] as string)) from--;
  let to = offset;
  while (to < source.length && wordCharacter.test(source[to] as string)) to++;
  return { from, to, text: source.slice(from, to) };
};
