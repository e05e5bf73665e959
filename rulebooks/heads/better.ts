import { curveOf } from '@mingjian/meaning/heads/index.ts';

/** A turn that people marked and neither file learned from: what each head says of it. */
export type MarkedTurn = { label: string; right: boolean; before: number; after: number };
export type Comparison = {
  label: string;
  hits: number;
  others: number;
  before: number;
  after: number;
  installed: boolean;
};

/** Fewer marks of either kind do not tell two heads apart. */
const leastMarks = 5;

/**
 * Which fresh heads may be used: those that rank the marked turns no worse (average precision) than the head that is there. Without
 * enough marks the old one stays.
 */
export const compareHeads = (marked: readonly MarkedTurn[]): Comparison[] =>
  [...Map.groupBy(marked, (turn) => turn.label)].sort().map(([label, turns]) => {
    const hits = turns.filter((turn) => turn.right).length;
    const others = turns.length - hits;
    const averageOf = (of: (turn: MarkedTurn) => number): number =>
      curveOf(turns.map((turn) => ({ score: of(turn), right: turn.right }))).averagePrecision;
    const [before, after] = [averageOf((turn) => turn.before), averageOf((turn) => turn.after)];
    return {
      label,
      hits,
      others,
      before,
      after,
      installed: hits >= leastMarks && others >= leastMarks && after >= before,
    };
  });
