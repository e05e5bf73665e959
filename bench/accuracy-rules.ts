import { existsSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { halfOf, type Part, readCorpus, recordsOf } from '@mingjian/corpus';
import { openMeaning, rememberVectors } from '@mingjian/meaning';
import { openScorer, shippedHeadsPath } from '@mingjian/rulebooks/heads/shipped.ts';
import { decidedShare, judgeAll, judgeBy, type Mode, ofItem, ofNamed } from './accuracy-rules/judge.ts';
import { innocentTalk, misheard, spokenCalls } from './accuracy-rules/material.ts';
import { sentences } from './accuracy-rules/sentences.ts';
import { alarmLine, itemLines, summaryLine } from './accuracy-rules/table.ts';

/**
 * Precision and recall of the shipped packs per item on the corpus: `--part development|test`, `--half a|b` of its families, `--line bank`,
 * `--item ID` prints its errors, `--errors` all. `--sentences` judges the written sentences (one item each) instead of conversations. `--with words|meaning|both` prints one table; without it, both and every comparison.
 */
const { values } = parseArgs({
  options: {
    part: { type: 'string', default: 'test' },
    item: { type: 'string' },
    line: { type: 'string' },
    half: { type: 'string' },
    with: { type: 'string' },
    errors: { type: 'boolean' },
    sentences: { type: 'boolean' },
  },
});
const part = values.part as Part;
const showsErrors = values.item !== undefined || values.errors === true;
if (part === 'test' && showsErrors && values.sentences !== true) {
  console.error('the errors of the test part are not shown: work on the development part');
  process.exit(64);
}
const written = sentences(values.half).filter(({ item }) => values.item === undefined || item === values.item);
const records = recordsOf(readCorpus().records, part).filter(
  ({ family }) =>
    (values.line === undefined || family.startsWith(`${values.line}/`)) &&
    (values.half === undefined || halfOf(family) === values.half),
);
const turns = records.reduce((n, r) => n + r.conversation.turns.length, 0);
console.log(
  values.sentences === true
    ? `${written.length} sentences`
    : `${part} part: ${records.length} conversations, ${turns} turns`,
);

const embedder = openMeaning();
const canMean = embedder.capabilities()[0]?.available === true && existsSync(shippedHeadsPath);
const meaning = canMean ? rememberVectors(embedder, new URL('../.cache/', import.meta.url).pathname) : embedder;
const scorer = canMean ? openScorer(meaning) : undefined;
const chosen = (values.with ?? 'both') as Mode;
const judge = judgeBy(chosen, scorer);
const scores = values.sentences === true ? await judgeAll(written, judge, ofItem) : await judgeAll(records, judge);
for (const line of itemLines(scores, values.item)) console.log(line);
console.log(summaryLine(chosen, scores));
if (showsErrors)
  for (const miss of scores.misses.filter(({ item }) => values.item === undefined || item === values.item))
    console.log(`${miss.kind.padEnd(11)} ${miss.item} ${miss.id}: ${miss.texts.join(' ‖ ')}`);

const compare = async (): Promise<void> => {
  const words = judgeBy('words', scorer);
  const noisy = misheard(records, 15);
  console.log(summaryLine('words only', await judgeAll(records, words)));
  if (scorer === undefined) console.log(`meaning: not measured, ${embedder.capabilities()[0]?.reason}`);
  else console.log(summaryLine('meaning only', await judgeAll(records, judgeBy('meaning', scorer))));
  console.log(summaryLine('15 % misheard, words', await judgeAll(noisy, words)));
  if (scorer !== undefined) console.log(summaryLine('15 % misheard, both', await judgeAll(noisy, judge)));
  console.log(alarmLine('innocent half', scores));
  for (const product of ['service', 'bank', 'collect'] as const) {
    const talk = innocentTalk(product);
    console.log(
      talk === undefined ? 'CrossWOZ: not here' : alarmLine(`CrossWOZ as ${product}`, await judgeAll(talk, judge)),
    );
  }
  const { decided, all } = await decidedShare(records, judge);
  console.log(
    `decided in full conversations: ${decided} of ${all} applicable items (${((100 * decided) / all).toFixed(1)} %)`,
  );
  const calls = spokenCalls();
  console.log(
    calls === undefined
      ? 'spoken calls: not here'
      : summaryLine('spoken calls, true words', await judgeAll(calls, judge, ofNamed)),
  );
};
if (values.with === undefined && !showsErrors && values.sentences !== true) await compare();
await meaning.stop();
