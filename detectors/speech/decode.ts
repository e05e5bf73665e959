import { continuations, type Hypothesis, isLoop, logSoftmax } from './beam.ts';
import type { HotNode } from './hot-words.ts';
import { special } from './tokens.ts';
import { type Memory, newMemory, newMemorySize, reorder, runDecoder, type Sound, type Whisper } from './whisper.ts';

/** The width of the reference measurement; narrower is quicker and a little worse (short window: 12.3 % at 5, 13.0 % at 2). */
export const widestBeam = 5;
const longest = 160;
const space = 220;
export const plainPrompt = '以下是普通话的句子。';

export type Decoded = {
  tokens: number[];
  /** Mean natural log-probability per token, the end token included; hot-word bonus not included. */
  meanLogProb: number;
  loop: boolean;
};
export type DecodeOptions = { prompt: string; beams?: number; hot?: HotNode; signal: AbortSignal };

/** Tokens that stand before the text. */
export const prefixOf = (whisper: Whisper, prompt: string): number[] => [
  special.previous,
  ...whisper.vocabulary.encode(` ${prompt}`),
  special.start,
  special.mandarin,
  special.transcribe,
  special.noTimestamps,
];

let kept: [Memory, Memory] | undefined;
/** Two memories used in turn and kept between calls: clearing 40 MB for every sentence cost more than reading it. */
const beamMemories = (length: number): [Memory, Memory] => {
  if (kept === undefined || kept[0].data.length < newMemorySize(widestBeam, length)) {
    kept = [newMemory(widestBeam, length), newMemory(widestBeam, length)];
  }
  return kept;
};

/** Beam search (width 5 unless told) over one encoded sound. Stops between tokens when the signal is aborted. */
export const decode = async (whisper: Whisper, sound: Sound, options: DecodeOptions): Promise<Decoded> => {
  const beamWidth = options.beams ?? widestBeam;
  const root: HotNode = options.hot ?? { children: new Map(), word: false };
  const prefix = prefixOf(whisper, options.prompt);
  const start = newMemory(1, prefix.length);
  const request = { tokens: [prefix], rows: [prefix.length - 1] };
  let { logits } = await runDecoder(whisper, sound, { memory: start, request });
  let memory: Memory = start;
  let [spare, other] = beamMemories(prefix.length + longest);
  let beams: Hypothesis[] = [{ tokens: [], logProb: 0, score: 0, hot: { node: root, pending: 0 } }];
  const done: Hypothesis[] = [];

  for (let step = 0; step < longest; step++) {
    await new Promise(setImmediate);
    options.signal.throwIfAborted();
    const forbidden = forbiddenAt(whisper, step === 0);
    const size = forbidden.length;
    const rows = beams.map((_, beam) => logSoftmax(logits.subarray(beam * size, (beam + 1) * size), forbidden));
    const parents: number[] = [];
    const next: Hypothesis[] = [];
    for (const { parent, token, logProb, score, hot } of continuations(beams, rows, root)) {
      const from = beams[parent] as Hypothesis;
      if (token === special.end) {
        done.push({ tokens: from.tokens, logProb, score: score - hot.pending, hot });
      } else {
        next.push({ tokens: [...from.tokens, token], logProb, score, hot });
        parents.push(parent);
      }
      if (next.length === beamWidth) break;
    }
    if (done.length >= beamWidth || next.length === 0) break;
    if (isLoop((next[0] as Hypothesis).tokens)) return { ...best(next), loop: true };
    beams = next;
    if (memory === start || parents.length !== memory.beams || parents.some((parent, i) => parent !== i)) {
      memory = reorder(memory, spare, parents);
      [spare, other] = [other, spare];
    }
    const tokens = beams.map((beam) => [beam.tokens.at(-1) as number]);
    ({ logits } = await runDecoder(whisper, sound, { memory, request: { tokens, rows: beams.map((_, i) => i) } }));
  }
  return { ...best(done.length > 0 ? done : beams), loop: false };
};

const best = (hypotheses: readonly Hypothesis[]): { tokens: number[]; meanLogProb: number } => {
  const value = (h: Hypothesis) => h.score / (h.tokens.length + 1);
  const winner = hypotheses.reduce((a, b) => (value(b) > value(a) ? b : a));
  return { tokens: winner.tokens, meanLogProb: winner.logProb / (winner.tokens.length + 1) };
};

/** What may not come next: config's list and specials always, a leading space or the end at the first step. */
const forbiddenAt = (whisper: Whisper, first: boolean): Uint8Array => {
  if (!first) return whisper.suppressed;
  const forbidden = Uint8Array.from(whisper.suppressed);
  forbidden[space] = 1;
  forbidden[special.end] = 1;
  return forbidden;
};
