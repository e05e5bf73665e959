import { parseArgs } from 'node:util';
import { type CorpusRecord, halfOf, type Part, readCorpus, recordsOf } from '@mingjian/corpus';
import { packsFor } from '@mingjian/rulebooks';
import {
  addScore,
  macroOf,
  openScores,
  precisionOf,
  recallOf,
  type Scores,
} from '@mingjian/rulebooks/accuracy/score.ts';
import { evaluateConversation } from '@mingjian/rules';

/** Precision and recall of the shipped packs per item on the corpus: `--part development|test`, `--half a|b` of its families, `--line bank`, `--item ID` prints its errors. */
const { values } = parseArgs({
  options: {
    part: { type: 'string', default: 'test' },
    item: { type: 'string' },
    line: { type: 'string' },
    half: { type: 'string' },
    errors: { type: 'boolean' },
  },
});
const part = values.part as Part;
if (part === 'test' && (values.item !== undefined || values.errors === true)) {
  console.error('the errors of the test part are not shown: work on the development part');
  process.exit(64);
}
const percent = (x: number): string => (Number.isNaN(x) ? '   –' : x.toFixed(2).padStart(4));

const judge = (records: readonly CorpusRecord[]): Scores => {
  const scores = openScores();
  for (const record of records) {
    const { findings } = evaluateConversation(record.conversation, packsFor(record.conversation.product));
    addScore(scores, record, findings);
  }
  return scores;
};

const all = recordsOf(readCorpus().records, part);
const records = all.filter(
  ({ family }) =>
    (values.line === undefined || family.startsWith(`${values.line}/`)) &&
    (values.half === undefined || halfOf(family) === values.half),
);
const scores = judge(records);
console.log(
  `${part} part: ${records.length} conversations, ${records.reduce((n, r) => n + r.conversation.turns.length, 0)} turns`,
);
console.log('item                              found missed wrong left   P    R   alarms/1000 innocent turns');
for (const [item, s] of [...scores.items].sort(([a], [b]) => (a < b ? -1 : 1))) {
  if (s.tp + s.fn + s.fp + s.undecidedViolated === 0 || (values.item !== undefined && item !== values.item)) continue;
  const alarms = ((scores.alarmsOnInnocent.get(item) ?? 0) / scores.innocentTurns) * 1000;
  console.log(
    `${item.padEnd(34)}${String(s.tp).padStart(5)} ${String(s.fn).padStart(6)} ${String(s.fp).padStart(5)} ${String(s.undecided).padStart(4)} ${percent(precisionOf(s))} ${percent(recallOf(s))}  ${alarms.toFixed(2)}`,
  );
}
const macro = macroOf(scores);
console.log(
  `macro over ${macro.items} items violated at least 3 times: precision ${macro.precision.toFixed(3)}, recall ${macro.recall.toFixed(3)}`,
);
if (values.item !== undefined || values.errors === true)
  for (const miss of scores.misses) {
    if (values.item !== undefined && miss.item !== values.item) continue;
    console.log(`${miss.kind.padEnd(11)} ${miss.item} ${miss.id}: ${miss.texts.join(' ‖ ')}`);
  }
