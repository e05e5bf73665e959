import { continuations, type Hypothesis, isLoop, logSoftmax } from './beam.ts';
import type { HotNode } from './hot-words.ts';
import { special } from './tokens.ts';
import { type Memory, newMemory, reorder, runDecoder, type Sound, type Whisper } from './whisper.ts';

const beamWidth = 5;
const longest = 160;
const space = 220;
export const plainPrompt = '以下是普通话的句子。';

export type Decoded = {
  tokens: number[];
  /** Mean natural log-probability per token, the end token included; hot-word bonus not included. */
  meanLogProb: number;
  loop: boolean;
};
export type DecodeOptions = { prompt: string; hot?: HotNode; signal: AbortSignal };

/** Tokens that stand before the text. */
export const prefixOf = (whisper: Whisper, prompt: string): number[] => [
  special.previous,
  ...whisper.vocabulary.encode(` ${prompt}`),
  special.start,
  special.mandarin,
  special.transcribe,
  special.noTimestamps,
];

/** Beam search of width 5 over one encoded sound. Stops between tokens when the signal is aborted. */
export const decode = async (whisper: Whisper, sound: Sound, options: DecodeOptions): Promise<Decoded> => {
  const root: HotNode = options.hot ?? { children: new Map(), word: false };
  const prefix = prefixOf(whisper, options.prompt);
  const start = newMemory(1, prefix.length);
  const request = { tokens: [prefix], rows: [prefix.length - 1] };
  let { logits } = await runDecoder(whisper, sound, { memory: start, request });
  let memory: Memory = start;
  let spare = newMemory(beamWidth, prefix.length + longest);
  let other = newMemory(beamWidth, prefix.length + longest);
  let beams: Hypothesis[] = [{ tokens: [], logProb: 0, score: 0, hot: { node: root, pending: 0 } }];
  const done: Hypothesis[] = [];

  for (let step = 0; step < longest; step++) {
    await new Promise(setImmediate);
    options.signal.throwIfAborted();
    const rows = beams.map((_, beam) => rowOf(logits, { whisper, beam, first: step === 0 }));
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
    memory = reorder(memory, spare, parents);
    [spare, other] = [other, spare];
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

const rowOf = (logits: Float32Array, options: { whisper: Whisper; beam: number; first: boolean }): Float32Array => {
  const { suppressed } = options.whisper;
  const size = suppressed.length;
  const row = logits.subarray(options.beam * size, (options.beam + 1) * size);
  return logSoftmax(row, (id) => suppressed[id] === 1 || (options.first && (id === space || id === special.end)));
};
