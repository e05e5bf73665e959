import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { inspectRecording, openEngines } from '@mingjian/perception';
import { addScore, type Labelled, openScores } from '@mingjian/rulebooks/accuracy/score.ts';
import { judgeAll, judgeBy, ofNamed } from './accuracy-rules/judge.ts';
import { spokenCalls } from './accuracy-rules/material.ts';
import { summaryLine } from './accuracy-rules/table.ts';

/** How much is lost by hearing: the spoken calls judged from the recogniser's words, clean and degraded, beside their true words. */
const fileOf = (id: string, kind: string): string =>
  fileURLToPath(new URL(`../../shared/data/calls/${id}.${kind}.opus`, import.meta.url));
const calls = spokenCalls();
if (calls === undefined) {
  console.log('the spoken calls are not here');
  process.exit(0);
}
const degraded = calls.filter(({ conversation }) => existsSync(fileOf(conversation.id, 'degraded')));
const engines = openEngines();

const heard = async (records: readonly Labelled[], kind: string) => {
  const scores = openScores();
  for (const record of records) {
    const { product, fields } = record.conversation;
    const { findings } = await inspectRecording({
      file: fileOf(record.conversation.id, kind),
      ...(product === undefined ? {} : { product }),
      ...(fields === undefined ? {} : { fields }),
      engines,
    });
    addScore(scores, record, ofNamed(record, findings));
  }
  return scores;
};
try {
  console.log(`${degraded.length} calls that are here clean and degraded`);
  console.log(summaryLine('true words', await judgeAll(degraded, judgeBy('both', engines.scorer()), ofNamed)));
  console.log(summaryLine('heard, clean stereo', await heard(degraded, 'stereo')));
  console.log(summaryLine('heard, degraded', await heard(degraded, 'degraded')));
} finally {
  await engines.stop();
}
