import { ctcLogLikelihood } from '@mingjian/signal/ctc.ts';
import type { FactDraft } from '@mingjian/timeline';
import { decode, plainPrompt } from './decode.ts';
import { type Edge, edgePosteriors, labelsOf } from './edge.ts';
import type { Opinions } from './expected.ts';
import { openPcm, sampleRateHz } from './pcm.ts';
import { type Polarity, polarityOf } from './polarity.ts';
import { pairScore } from './score.ts';
import { simplify } from './simplify.ts';
import { encode, fullWindow, type Sound } from './whisper.ts';

export type AnswerRequest = { pcmPath: string; startMs?: number; endMs?: number };
type Run = { signal: AbortSignal; progress(done: number): void; emit(fact: FactDraft): void };

/** Words whose 不-form is another answer. */
const pairs = ['同意', '愿意', '明白', '清楚', '知道', '理解', '可以', '接受', '了解', '确认', '是', '需要'];
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
    const sound = await encode(whisper, samples, fullWindow);
    const heard = await decode(whisper, sound, { prompt: plainPrompt, signal: run.signal });
    const text = simplify(whisper.vocabulary.decode(heard.tokens)).trim();
    const said = heard.loop || heard.meanLogProb < -1 ? 'unclear' : polarityOf(text);
    const margins = await pairMargins(opinions, { text, sound, samples });
    run.emit({
      t: startMs,
      end: endMs,
      kind: 'event',
      name: 'speech.answer',
      polarity: combine(said, { text, margins }),
      text,
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

/** A short answer that is one pair word: the sound must agree with the words by every opinion, clearly (> 1 nat). */
export const combine = (said: Polarity, { text, margins }: { text: string; margins: readonly number[] }): Polarity => {
  if (said === 'unclear' || margins.length === 0 || text === '') return said;
  const wanted = said === 'yes' ? 1 : -1;
  return margins.every((margin) => margin * wanted > 0) ? said : 'unclear';
};

type Heard = { text: string; sound: Sound; samples: Float32Array };

/** Log-likelihood of X minus that of 不X, nats: Whisper's, then edge-CTC's; none when the answer is more than the pair word. */
const pairMargins = async (opinions: Opinions, { text, sound, samples }: Heard): Promise<number[]> => {
  const bare = text.replace(/[^\p{Script=Han}]/gu, '');
  const word = pairs.find((x) => bare === x || bare === `不${x}`);
  if (word === undefined) return [];
  const { whisper } = opinions.speech;
  const whispered = (await pairScore(whisper, sound, word)) - (await pairScore(whisper, sound, `不${word}`));
  const edged = opinions.edge === undefined ? undefined : await edgeMargin(opinions.edge, samples, word);
  return edged === undefined ? [whispered] : [whispered, edged];
};

export const edgeMargin = async (edge: Edge, samples: Float32Array, word: string): Promise<number | undefined> => {
  const [yes, no] = [labelsOf(edge, word), labelsOf(edge, `不${word}`)];
  if (yes === undefined || no === undefined) return undefined;
  const posteriors = await edgePosteriors(edge, samples);
  return ctcLogLikelihood(posteriors, yes) - ctcLogLikelihood(posteriors, no);
};
