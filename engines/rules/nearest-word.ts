const distance = (a: string, b: string): number => {
  let row = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const swap = (row[j - 1] as number) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(swap, (row[j] as number) + 1, (next[j - 1] as number) + 1));
    }
    row = next;
  }
  return row[b.length] as number;
};

/** The word that was probably meant: at most a third of it differs. */
export const closestWord = (found: string, words: readonly string[]): string | undefined => {
  const best = words.map((word) => ({ word, d: distance(found, word) })).sort((a, b) => a.d - b.d)[0];
  return best !== undefined && best.d > 0 && best.d <= Math.max(2, Math.floor(best.word.length / 3))
    ? best.word
    : undefined;
};
