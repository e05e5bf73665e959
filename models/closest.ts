/** Number of letters to change, add or drop to make `right` of `wrong` (Levenshtein). */
const distance = (wrong: string, right: string): number => {
  let row = Array.from({ length: right.length + 1 }, (_, index) => index);
  for (const [index, letter] of [...wrong].entries()) {
    const next = [index + 1];
    for (const [at, other] of [...right].entries()) {
      next.push(Math.min(next[at]! + 1, row[at + 1]! + 1, row[at]! + (letter === other ? 0 : 1)));
    }
    row = next;
  }
  return row.at(-1)!;
};

const farthest = 3;

/** The word that was probably meant; undefined when none is near. */
export const closest = (wrong: string, words: readonly string[]): string | undefined => {
  const [best] = words.map((word) => ({ word, away: distance(wrong, word) })).sort((a, b) => a.away - b.away);
  return best !== undefined && best.away <= Math.min(farthest, wrong.length - 1) ? best.word : undefined;
};
