import { macroOf, precisionOf, recallOf, type Scores } from '@mingjian/rulebooks/accuracy/score.ts';

const percent = (x: number): string => (Number.isNaN(x) ? '   –' : x.toFixed(2).padStart(4));

/** One line an item. */
export const itemLines = (scores: Scores, only?: string): string[] => [
  'item                              found missed wrong left   P    R   alarms/1000 innocent turns',
  ...[...scores.items]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .filter(([item, s]) => s.tp + s.fn + s.fp + s.undecidedViolated > 0 && (only === undefined || item === only))
    .map(([item, s]) => {
      const alarms = ((scores.alarmsOnInnocent.get(item) ?? 0) / scores.innocentTurns) * 1000;
      return `${item.padEnd(34)}${String(s.tp).padStart(5)} ${String(s.fn).padStart(6)} ${String(s.fp).padStart(5)} ${String(s.undecided).padStart(4)} ${percent(precisionOf(s))} ${percent(recallOf(s))}  ${alarms.toFixed(2)}`;
    }),
];

/** Macro and over all votes, in one line. */
export const summaryLine = (name: string, scores: Scores): string => {
  const macro = macroOf(scores);
  const sum = { tp: 0, fp: 0, missed: 0 };
  for (const s of scores.items.values()) {
    sum.tp += s.tp;
    sum.fp += s.fp;
    sum.missed += s.fn + s.undecidedViolated;
  }
  const [p, r] = [sum.tp / (sum.tp + sum.fp), sum.tp / (sum.tp + sum.missed)];
  return `${name.padEnd(28)} macro P ${percent(macro.precision)} R ${percent(macro.recall)} (${macro.items} items)   all votes P ${percent(p)} R ${percent(r)} (${sum.tp + sum.missed} violations)`;
};

/** Alarms on conversations without a violation, per 1,000 of their turns: the worst item, and how many stay within 0.5. */
export const alarmLine = (name: string, scores: Scores): string => {
  const rates = [...scores.items.keys()].map((item) => ({
    item,
    rate: ((scores.alarmsOnInnocent.get(item) ?? 0) / scores.innocentTurns) * 1000,
  }));
  const worst = rates.reduce((a, b) => (b.rate > a.rate ? b : a), { item: '–', rate: 0 });
  const over = rates.filter(({ rate }) => rate > 0.5);
  return `${name.padEnd(28)} ${scores.innocentTurns} innocent turns: ${over.length} of ${rates.length} items over 0.5 alarms a 1,000; most ${worst.item} ${worst.rate.toFixed(2)}`;
};
