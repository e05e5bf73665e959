/** One element of a gap pattern: alternatives, and how many characters may lie between it and the one before. */
export type GapClause = { literals: string[]; maxGap: number };
export type GapPattern = { source: string; clauses: GapClause[] };
export type Stretch = { start: number; end: number };

/**
 * Reads `保证|确保 ..8 收益|本金`: alternatives separated by `..N`, at most N characters between. `\d` stands for one digit,
 * in figures or in Chinese.
 */
export const parseGap = (source: string): GapPattern => {
  const parts = source.trim().split(/\s*\.\.(\d+)\s*/);
  const clauses: GapClause[] = [];
  for (let i = 0; i < parts.length; i += 2) {
    const literals = (parts[i] as string)
      .split('|')
      .map((word) => word.trim())
      .flatMap((word) => (word === '\\d' ? [...'0123456789零一二三四五六七八九幺两'] : [word]));
    if (literals.some((word) => word === '')) throw new Error(`间隔词组有空项 empty alternative in "${source}"`);
    clauses.push({ literals, maxGap: i === 0 ? 0 : Number(parts[i - 1]) });
  }
  if (clauses.length < 2) throw new Error(`间隔词组至少两段 a gap pattern needs two parts joined by ..N: "${source}"`);
  return { source, clauses };
};

/**
 * Joins the hits of the clauses by position: each start of the first clause is carried on to every later clause that
 * begins within the gap. Linear in hits times the gap; no backtracking.
 */
export const joinGap = (pattern: GapPattern, hits: readonly (readonly Stretch[])[]): Stretch[] => {
  let open: Stretch[] = [...(hits[0] ?? [])];
  for (let k = 1; k < pattern.clauses.length && open.length > 0; k++) {
    const gap = (pattern.clauses[k] as GapClause).maxGap;
    const reached: Stretch[] = [];
    for (const here of hits[k] ?? []) {
      const from = open.filter((o) => here.start >= o.end && here.start - o.end <= gap);
      if (from.length > 0) reached.push({ start: Math.max(...from.map((o) => o.start)), end: here.end });
    }
    open = reached;
  }
  return open;
};
