/** One element of a gap pattern: alternatives, and how many characters may lie between it and the one before. */
export type GapClause = { literals: string[]; maxGap: number };
export type GapPattern = { source: string; clauses: GapClause[] };
/** UTF-16 offsets, end exclusive. */
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

let reached = new Int32Array(0);
let next = new Int32Array(0);
let queue = new Int32Array(0);
const roomFor = (n: number): void => {
  if (reached.length >= n) return;
  reached = new Int32Array(n * 2);
  next = new Int32Array(n * 2);
  queue = new Int32Array(n * 2);
};

/** Turns "latest start that ends here" into "latest start that ends here or at most `gap` units before": one pass. */
const widen = (size: number, gap: number): void => {
  let head = 0;
  let tail = 0;
  for (let at = 0; at < size; at++) {
    const start = reached[at] as number;
    if (start >= 0) {
      while (tail > head && (reached[queue[tail - 1] as number] as number) <= start) tail--;
      queue[tail++] = at;
    }
    while (head < tail && (queue[head] as number) < at - gap) head++;
    next[at] = head < tail ? (reached[queue[head] as number] as number) : -1;
  }
};

/**
 * Where a gap pattern stands in a text: for every place where its last part ends, the shortest stretch that ends there.
 * One pass per part and literal over the text, whatever the number of hits: no backtracking, no product of hits.
 */
export const gapStretches = (pattern: GapPattern, text: string): Stretch[] => {
  const size = text.length + 1;
  roomFor(size);
  for (let k = 0; k < pattern.clauses.length; k++) {
    const { literals, maxGap } = pattern.clauses[k] as GapClause;
    if (k > 0) widen(size, maxGap);
    reached.fill(-1, 0, size);
    let some = false;
    for (const word of literals) {
      for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + 1)) {
        const from = k === 0 ? at : (next[at] as number);
        if (from > (reached[at + word.length] as number)) reached[at + word.length] = from;
        if (from >= 0) some = true;
      }
    }
    if (!some) return [];
  }
  const out: Stretch[] = [];
  for (let end = 0; end < size; end++)
    if ((reached[end] as number) >= 0) out.push({ start: reached[end] as number, end });
  return out;
};
