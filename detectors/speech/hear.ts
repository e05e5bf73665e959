import type { FactDraft } from '@mingjian/timeline';
import { characterTimes } from './align.ts';
import { type Decoded, decode, plainPrompt } from './decode.ts';
import { guarded, hotTrie } from './hot-words.ts';
import { marginMs } from './margin.ts';
import { sampleRateHz } from './pcm.ts';
import { repair } from './repair.ts';
import { simplify } from './simplify.ts';
import type { Hearing, Listener, Look } from './transcribe.ts';
import { encode, fullWindow, mandarinProbability, type Sound, shortWindow, type Whisper } from './whisper.ts';

/** Thresholds of the reference measurement: 57 of 57 Mandarin clips kept, 10 of 10 negatives refused. */
const weakBelow = -0.2;
const fullWindowBelow = -0.35;
const rejectBelow = -0.8;
const mandarinFrom = 0.5;

/** Most segments are decided in the first look; the weak ones are heard again with the widest beam. */
const firstLookBeams = 2;

type Reading = { sound: Sound; plain: Decoded };

/** Whisper on stretches of talk: a quick first look, and for weak ones a second with more width, more context and help. */
export const whisperListener = (whisper: Whisper, version: string): Omit<Listener, 'voice'> => ({
  first: async (hearing) => firstLook(whisper, { ...hearing, version }),
});

type Ears = Hearing & { version: string };

const firstLook = async (whisper: Whisper, ears: Ears): Promise<Look> => {
  const { request, signal } = ears;
  const samples = samplesOf(ears);
  const sound = await encode(whisper, samples, shortWindow(samples.length));
  const mandarin = await mandarinProbability(whisper, sound);
  if (mandarin < mandarinFrom) return { fact: refused(ears, `not Mandarin (zh ${mandarin.toFixed(2)})`) };
  const first = { sound, plain: await decode(whisper, sound, { prompt: plainPrompt, beams: firstLookBeams, signal }) };
  const weak = first.plain.meanLogProb < weakBelow || first.plain.loop;
  if (!weak) return { fact: await written(whisper, { ears, samples, reading: first, helped: first.plain }) };
  const settle = async () => {
    const reading = request.secondLook === false ? first : await lookAgain(whisper, samples, { first, signal });
    const helped = await withHelp(whisper, reading, { request, signal });
    return written(whisper, { ears, samples, reading, helped });
  };
  return request.secondLook === false && (request.promptWords ?? []).length === 0
    ? { fact: await settle() }
    : { fact: await written(whisper, { ears, samples, reading: first, helped: first.plain }), settle };
};

const samplesOf = ({ pcm, stretch }: Ears): Float32Array =>
  pcm.read((fromMsOf(stretch) * sampleRateHz) / 1000, ((stretch.endMs + marginMs) * sampleRateHz) / 1000);
const fromMsOf = (stretch: Hearing['stretch']): number => Math.max(0, stretch.startMs - marginMs);

type Written = { ears: Ears; samples: Float32Array; reading: Reading; helped: Decoded };

/** A reading as `speech.text`, or as `speech.rejected` with the gate that refused it; never empty text. */
const written = async (whisper: Whisper, { ears, samples, reading, helped }: Written): Promise<FactDraft> => {
  const { plain } = reading;
  if (plain.loop || plain.meanLogProb < rejectBelow) return refused(ears, 'too uncertain');
  const textOf = (decoded: Decoded) => simplify(whisper.vocabulary.decode(decoded.tokens)).trim();
  const text = repair(textOf(helped), ears.request.hotWords ?? []);
  const characters = [...text].filter((c) => /[\p{L}\p{N}]/u.test(c)).length;
  if (characters === 0) return refused(ears, 'not speech');
  const words = await characterTimes(whisper, reading.sound, { tokens: helped.tokens, samples, text });
  const frame = frameOf(ears);
  return {
    ...frame,
    kind: 'utterance',
    name: 'speech.text',
    text,
    rawText: textOf(plain),
    words: words.map((w) => ({
      ...w,
      startMs: w.startMs + fromMsOf(ears.stretch),
      endMs: w.endMs + fromMsOf(ears.stretch),
    })),
    confidence: round(Math.exp(plain.meanLogProb)),
    measures: {
      meanLogProb: round(plain.meanLogProb),
      charactersPerMinute: Math.round((characters * 60000) / Math.max(1, frame.end - frame.t)),
    },
  };
};

const refused = (ears: Ears, reason: string): FactDraft => ({
  ...frameOf(ears),
  kind: 'event',
  name: 'speech.rejected',
  reason,
});

const frameOf = ({ stretch, role, request, version }: Ears) => ({
  t: stretch.startMs,
  end: stretch.endMs,
  role,
  track: request.track,
  detector: 'speech/whisper-base@q8',
  model: version,
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
  { request, signal }: { request: Hearing['request']; signal: AbortSignal },
): Promise<Decoded> => {
  const words = request.promptWords ?? [];
  if (words.length === 0) return plain;
  const hot = hotTrie(request.hotWords ?? words, whisper.vocabulary);
  const helped = await decode(whisper, sound, { prompt: `${plainPrompt}${words.join('、')}。`, hot, signal });
  const guardedOf = (decoded: Decoded) =>
    [...simplify(whisper.vocabulary.decode(decoded.tokens))].filter((c) => guarded.test(c)).join('');
  return helped.loop || guardedOf(helped) !== guardedOf(plain) ? plain : helped;
};
