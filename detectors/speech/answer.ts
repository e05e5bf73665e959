import { ctcLogLikelihood } from '@mingjian/signal/ctc.ts';
import type { FactDraft } from '@mingjian/timeline';
import { decode, plainPrompt } from './decode.ts';
import { type Edge, edgePosteriors, labelsOf } from './edge.ts';
import type { Opinions } from './expected.ts';
import { openPcm, sampleRateHz } from './pcm.ts';
import { answerOf, answerWords, oppositeOf, type Pair, type Polarity } from './polarity.ts';
import { repair } from './repair.ts';
import { pairScore } from './score.ts';
import { simplify } from './simplify.ts';
import { encode, type Sound, shortWindow } from './whisper.ts';

export type AnswerRequest = { pcmPath: string; startMs?: number; endMs?: number };
type Run = { signal: AbortSignal; progress(done: number): void; emit(fact: FactDraft): void };

const longestMs = 20000;
/**
 * Yes, no or unclear. The words decide; where they hold a word of a pair, X against 不X is scored on the sound itself by
 * Whisper and, when here, by edge-CTC. Any disagreement with the words is `unclear`.
 */
export const answer = async (opinions: Opinions, request: AnswerRequest, run: Run): Promise<void> => {
  const pcm = openPcm(request.pcmPath);
  try {
    const startMs = request.startMs ?? 0;
    const endMs = Math.min(request.endMs ?? pcm.durationMs, pcm.durationMs, startMs + longestMs);
    const samples = pcm.read((startMs * sampleRateHz) / 1000, (endMs * sampleRateHz) / 1000);
    const { whisper, version } = opinions.speech;
    const sound = await encode(whisper, samples, shortWindow(samples.length));
    const heard = await decode(whisper, sound, { prompt: plainPrompt, signal: run.signal });
    const rawText = simplify(whisper.vocabulary.decode(heard.tokens)).trim();
    const text = repair(rawText, answerWords);
    const { said, suspects } = heard.loop || heard.meanLogProb < -1 ? nothingSaid : answerOf(text);
    const margins = await marginsOf(opinions, { sound, samples }, oppositeOf(text));
    const doubts = await Promise.all(suspects.map((pair) => marginsOf(opinions, { sound, samples }, pair)));
    run.emit({
      t: startMs,
      end: endMs,
      kind: 'event',
      name: 'speech.answer',
      polarity: combine(said, { margins, doubts }),
      text,
      rawText,
      score: Math.round(heard.meanLogProb * 1000) / 1000,
      detector: 'speech/whisper-base@q8',
      model: version,
      ...(margins.length === 0 ? {} : { measures: { pairMarginNats: Math.round((margins[0] as number) * 100) / 100 } }),
    });
    run.progress(1);
  } finally {
    pcm.close();
  }
};

const nothingSaid: ReturnType<typeof answerOf> = { said: 'unclear', suspects: [] };
/** A suspect 不 is cleared only by two opinions, each by so many nats. */
const clearedFrom = 2;

type Margins = { margins: readonly number[]; doubts?: readonly (readonly number[])[] };

/**
 * The sound must agree with the words by every opinion; a yes by Whisper's clearly (more than 1 nat), else `unclear`. A yes
 * with a suspect character needs both opinions against the 不 (`doubts`).
 */
export const combine = (said: Polarity, { margins, doubts = [] }: Margins): Polarity => {
  if (said === 'unclear') return said;
  const cleared = (opinions: readonly number[]) =>
    opinions.length === 2 && opinions.every((margin) => margin > clearedFrom);
  if (!doubts.every(cleared)) return 'unclear';
  const agrees = (margin: number, i: number) => (said === 'no' ? margin < 0 : margin > (i === 0 ? 1 : 0));
  return margins.every(agrees) ? said : 'unclear';
};

type Heard = { sound: Sound; samples: Float32Array };

/** Log-likelihood of the answer as `yes` minus that as `no`, nats: Whisper's, then edge-CTC's when it is here; none without a pair. */
const marginsOf = async (opinions: Opinions, { sound, samples }: Heard, pair: Pair | undefined): Promise<number[]> => {
  if (pair === undefined) return [];
  const { whisper } = opinions.speech;
  const whispered = (await pairScore(whisper, sound, pair.yes)) - (await pairScore(whisper, sound, pair.no));
  const edged = opinions.edge === undefined ? undefined : await edgeMargin(opinions.edge, samples, pair);
  return edged === undefined ? [whispered] : [whispered, edged];
};

export const edgeMargin = async (edge: Edge, samples: Float32Array, pair: Pair): Promise<number | undefined> => {
  const [yes, no] = [labelsOf(edge, pair.yes), labelsOf(edge, pair.no)];
  if (yes === undefined || no === undefined) return undefined;
  const posteriors = await edgePosteriors(edge, samples);
  return ctcLogLikelihood(posteriors, yes) - ctcLogLikelihood(posteriors, no);
};
