/**
 * Runs of units: `[0-9]{15,18}` has no literal to look for, but needs fifteen figures in a row. Units are sorted into
 * marks (same mark = member of the same sets); most units of a text carry none and cost one table look-up.
 */
export type RunNeed = { units: readonly number[]; min: number };

export type RunIndex = {
  /** Unit → mark, 0 = in no set; undefined when no run is asked for. */
  marks: Uint8Array | undefined;
  /** Mark → the runs that it is a member of. */
  runsOf: number[][];
  mins: number[];
  /** Per run: place after its latest member (counted over all texts, so that nothing needs clearing), and the run's length. */
  after: Float64Array;
  length: Int32Array;
  /** Runs that reached their length in the text at hand; each may stand here more than once. */
  fired: number[];
  base: number;
};

const MOST_MARKS = 255;

/** Undefined where the sets overlap in more ways than there are marks: such runs are then not filtered. */
export const indexRuns = (needs: readonly RunNeed[]): RunIndex | undefined => {
  const memberOf = new Map<number, number[]>();
  needs.forEach(({ units }, run) => {
    for (const unit of new Set(units)) {
      const list = memberOf.get(unit);
      if (list === undefined) memberOf.set(unit, [run]);
      else list.push(run);
    }
  });
  const markOf = new Map<string, number>();
  const runsOf: number[][] = [[]];
  const marks = needs.length > 0 ? new Uint8Array(65_536) : undefined;
  for (const [unit, runs] of memberOf) {
    const key = runs.join();
    let mark = markOf.get(key);
    if (mark === undefined) {
      mark = runsOf.push(runs) - 1;
      if (mark > MOST_MARKS) return undefined;
      markOf.set(key, mark);
    }
    (marks as Uint8Array)[unit] = mark;
  }
  const mins = needs.map((need) => need.min);
  const after = new Float64Array(needs.length).fill(-1);
  return { marks, runsOf, mins, after, length: new Int32Array(needs.length), fired: [], base: 1 };
};

/** One unit with this mark stands at this place of the text at hand. */
export const noteUnit = (index: RunIndex, mark: number, at: number): void => {
  const place = index.base + at;
  for (const run of index.runsOf[mark] as number[]) {
    const length = index.after[run] === place ? (index.length[run] as number) + 1 : 1;
    index.length[run] = length;
    index.after[run] = place + 1;
    if (length === index.mins[run]) index.fired.push(run);
  }
};
