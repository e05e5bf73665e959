/** The known word with the fewest edits (Levenshtein), or undefined when all are more than 3 away. */
export function closest(word: string, known: readonly string[]): string | undefined {
  const ranked = known.map((one) => ({ one, edits: editsBetween(word, one) })).sort((a, b) => a.edits - b.edits);
  return ranked[0] !== undefined && ranked[0].edits <= 3 ? ranked[0].one : undefined;
}

function editsBetween(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, n) => n);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1] ? 0 : 1;
      next.push(Math.min(row[j]! + 1, next[j - 1]! + 1, row[j - 1]! + same));
    }
    row = next;
  }
  return row[b.length]!;
}
