import type { FactDraft } from '@mingjian/timeline';
import { characterTimes } from './align.ts';
import { type Decoded, decode, plainPrompt } from './decode.ts';
import { guarded, hotTrie } from './hot-words.ts';
import { type Pcm, sampleRateHz } from './pcm.ts';
import { repair } from './repair.ts';
import type { Span } from './segments.ts';
import { simplify } from './simplify.ts';
import type { LoadedSpeech, TranscribeRequest } from './transcribe.ts';
import { encode, fullWindow, mandarinProbability, type Sound, shortWindow, type Whisper } from './whisper.ts';

/** Thresholds of the reference measurement: 57 of 57 Mandarin clips kept, 10 of 10 negatives refused. */
const weakBelow = -0.2;
const fullWindowBelow = -0.35;
const rejectBelow = -0.8;
const mandarinFrom = 0.5;
const marginMs = 150;
/** Most segments are decided in the first look; the weak ones are heard again with the widest beam. */
const firstLookBeams = 2;

export type Hearing = { request: TranscribeRequest; pcm: Pcm; stretch: Span; signal: AbortSignal };
type Reading = { sound: Sound; plain: Decoded };

/** One stretch of talk as `speech.text`, or as `speech.rejected` with the gate that refused it; never empty text. */
export const hear = async (models: LoadedSpeech, hearing: Hearing): Promise<FactDraft> => {
  const { request, pcm, stretch, signal } = hearing;
  const { whisper } = models;
  const fromMs = Math.max(0, stretch.startMs - marginMs);
  const samples = pcm.read((fromMs * sampleRateHz) / 1000, ((stretch.endMs + marginMs) * sampleRateHz) / 1000);
  const frame = frameOf(models, hearing);
  const refuse = (reason: string): FactDraft => ({ ...frame, kind: 'event', name: 'speech.rejected', reason });

  const sound = await encode(whisper, samples, shortWindow(samples.length));
  const mandarin = await mandarinProbability(whisper, sound);
  if (mandarin < mandarinFrom) return refuse(`not Mandarin (zh ${mandarin.toFixed(2)})`);
  const first = { sound, plain: await decode(whisper, sound, { prompt: plainPrompt, beams: firstLookBeams, signal }) };
  const weak = first.plain.meanLogProb < weakBelow || first.plain.loop;
  const reading = weak && request.secondLook !== false ? await lookAgain(whisper, samples, { first, signal }) : first;
  const { plain } = reading;
  if (plain.loop || plain.meanLogProb < rejectBelow) return refuse('too uncertain');
  const helped = weak ? await withHelp(whisper, reading, { request, signal }) : plain;
  const textOf = (decoded: Decoded) => simplify(whisper.vocabulary.decode(decoded.tokens)).trim();
  const text = repair(textOf(helped), request.hotWords ?? []);
  const characters = [...text].filter((c) => /[\p{L}\p{N}]/u.test(c)).length;
  if (characters === 0) return refuse('not speech');
  const words = await characterTimes(whisper, reading.sound, { tokens: helped.tokens, samples, text });
  return {
    ...frame,
    kind: 'utterance',
    name: 'speech.text',
    text,
    rawText: textOf(plain),
    words: words.map((w) => ({ ...w, startMs: w.startMs + fromMs, endMs: w.endMs + fromMs })),
    confidence: round(Math.exp(plain.meanLogProb)),
    measures: {
      meanLogProb: round(plain.meanLogProb),
      charactersPerMinute: Math.round((characters * 60000) / Math.max(1, frame.end - frame.t)),
    },
  };
};

const frameOf = (models: LoadedSpeech, { request, pcm, stretch }: Hearing) => ({
  t: stretch.startMs,
  end: Math.min(stretch.endMs, pcm.durationMs),
  role: request.role,
  track: request.track,
  detector: 'speech/whisper-base@q8',
  model: models.version,
});
const round = (x: number): number => Math.round(x * 1000) / 1000;

/**
 * A weak segment again: first with the widest beam on the same sound, and where that stays weak in the full window of 30 s,
 * which costs a new encoding. The better of the readings stays.
 */
const lookAgain = async (
  whisper: Whisper,
  samples: Float32Array,
  { first, signal }: { first: Reading; signal: AbortSignal },
): Promise<Reading> => {
  const wide = { sound: first.sound, plain: await decode(whisper, first.sound, { prompt: plainPrompt, signal }) };
  const better = betterOf(first, wide);
  if (!better.plain.loop && better.plain.meanLogProb >= fullWindowBelow) return better;
  const sound = await encode(whisper, samples, fullWindow);
  return betterOf(better, { sound, plain: await decode(whisper, sound, { prompt: plainPrompt, signal }) });
};

const betterOf = (a: Reading, b: Reading): Reading => {
  if (a.plain.loop !== b.plain.loop) return a.plain.loop ? b : a;
  return b.plain.meanLogProb >= a.plain.meanLogProb ? b : a;
};

/** A reading with product words in the prompt and the hot-word trie; refused when a negation or a number differs. */
const withHelp = async (
  whisper: Whisper,
  { sound, plain }: Reading,
  { request, signal }: { request: TranscribeRequest; signal: AbortSignal },
): Promise<Decoded> => {
  const words = request.promptWords ?? [];
  if (words.length === 0) return plain;
  const hot = hotTrie(request.hotWords ?? words, whisper.vocabulary);
  const helped = await decode(whisper, sound, { prompt: `${plainPrompt}${words.join('、')}。`, hot, signal });
  const guardedOf = (decoded: Decoded) =>
    [...simplify(whisper.vocabulary.decode(decoded.tokens))].filter((c) => guarded.test(c)).join('');
  return helped.loop || guardedOf(helped) !== guardedOf(plain) ? plain : helped;
};
