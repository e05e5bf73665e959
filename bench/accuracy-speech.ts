import { answers } from './accuracy-speech/answers.ts';
import { fresh } from './accuracy-speech/fresh.ts';
import { close, here } from './accuracy-speech/material.ts';
import { phrases } from './accuracy-speech/phrases.ts';
import { script } from './accuracy-speech/script.ts';
import { talk } from './accuracy-speech/talk.ts';
import { times } from './accuracy-speech/times.ts';
import { callErrors, nothing, recogniser, utterances } from './accuracy-speech/transcripts.ts';

/**
 * Speech figures on the test material beside the repository: `node bench/accuracy-speech.ts WHAT [every] [condition]`.
 * WHAT: utterances, recogniser, calls, nothing, answers, fresh, phrases, script, times, talk. `every` takes each n-th item; `condition`:
 * clean, 8k, telephone, noise10 (dB), and for calls `degraded` (the degraded files). Synthetic speech is named as such.
 */
const measures: Record<string, (every: number, condition?: string) => Promise<void>> = {
  utterances,
  recogniser,
  calls: callErrors,
  nothing,
  answers,
  fresh,
  phrases,
  script,
  times,
  talk,
};
const [what = 'utterances', every = '1', condition] = process.argv.slice(2);
try {
  const measure = measures[what];
  if (measure === undefined) console.log(`unknown measure "${what}", known: ${Object.keys(measures).join(', ')}`);
  else if (!here) console.log('nothing measured: the test material is not beside the repository');
  else await measure(Number(every), condition);
} finally {
  await close();
}
