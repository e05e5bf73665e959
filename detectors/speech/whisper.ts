import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { whisperMel } from '@mingjian/signal/mel-whisper.ts';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import { readVocabulary, special, type Vocabulary } from './tokens.ts';

const width = 512;
const slots = 12;
const heads = 8;

export type Whisper = {
  encoder: InferenceSession;
  decoder: InferenceSession;
  vocabulary: Vocabulary;
  /** Tokens that are never text: config's list, specials and timestamps. */
  suppressed: Uint8Array;
};
/** What the encoder heard: cross-attention keys and values of all layers; 20 ms a place. */
export type Sound = { ck: Tensor; cv: Tensor; places: number; sounding: number };
/** Self-attention memory: `[length, 12, beams, 512]` in a buffer that only grows. */
export type Memory = { data: Float32Array; length: number; beams: number };
export type StepRequest = { tokens: number[][]; rows: number[]; align?: boolean };
export type StepResult = { logits: Float32Array; align?: Float32Array };

/** Loads encoder, decoder and vocabulary from the model's folder. Files are verified by `@mingjian/models` beforehand. */
export const loadWhisper = async (dir: string, threads: number): Promise<Whisper> => {
  const options = {
    intraOpNumThreads: threads,
    interOpNumThreads: 1,
    enableCpuMemArena: false,
    // Waiting threads sleep: spinning costs a third more CPU when other work shares the cores.
    extra: { session: { intra_op: { allow_spinning: '0' } } },
  };
  const encoder = await InferenceSession.create(join(dir, 'encoder.onnx'), options);
  const decoder = await InferenceSession.create(join(dir, 'decoder.onnx'), options);
  const vocabulary = readVocabulary(join(dir, 'vocabulary.txt'));
  const config = JSON.parse(readFileSync(join(dir, 'config.json'), 'utf8')) as { suppress_ids: number[] };
  const suppressed = new Uint8Array(51865);
  for (const id of config.suppress_ids) if (id >= 0) suppressed[id] = 1;
  suppressed.fill(1, special.start);
  return { encoder, decoder, vocabulary, suppressed };
};

/** Frames (10 ms) of the short window: at least 6 s and 3 s more than the sound; below that short clips loop. */
export const shortWindow = (samples: number): number => {
  const speech = Math.ceil(samples / 160);
  return Math.min(3000, Math.max(600, speech + 300) + (speech % 2));
};
export const fullWindow = 3000;

export const encode = async (whisper: Whisper, samples: Float32Array, frames: number): Promise<Sound> => {
  const even = frames - (frames % 2);
  const mel = new Tensor('float32', whisperMel(samples, even), [1, 80, even]);
  const out = await whisper.encoder.run({ mel });
  const places = even / 2;
  const sounding = Math.max(1, Math.min(places, Math.ceil(samples.length / 320)));
  return { ck: out.ck as Tensor, cv: out.cv as Tensor, places, sounding };
};

export const newMemorySize = (beams: number, length: number): number => length * slots * beams * width;
export const newMemory = (beams: number, length: number): Memory => ({
  data: new Float32Array(newMemorySize(beams, length)),
  length: 0,
  beams,
});

/**
 * Runs the decoder over `tokens` (`[beams][L]`) behind `memory`, which grows by L. `rows` are indices into beams·L.
 * Blocks the event loop for one step (5–15 ms), so the caller lets other messages in between.
 */
export const runDecoder = async (
  whisper: Whisper,
  sound: Sound,
  { memory, request }: { memory: Memory; request: StepRequest },
): Promise<StepResult> => {
  const { tokens, rows } = request;
  const beams = tokens.length;
  const added = (tokens[0] as number[]).length;
  const stride = slots * beams * width;
  const feeds = {
    tokens: new Tensor('int64', BigInt64Array.from(tokens.flat(), BigInt), [beams, added]),
    positions: new Tensor(
      'int64',
      BigInt64Array.from({ length: added }, (_, i) => BigInt(memory.length + i)),
      [added],
    ),
    rows: new Tensor('int64', BigInt64Array.from(rows, BigInt), [rows.length]),
    past: new Tensor('float32', memory.data.subarray(0, memory.length * stride), [memory.length, slots, beams, width]),
    mask: causalMask(memory.length, added),
    ck: sound.ck,
    cv: sound.cv,
  };
  const out = await whisper.decoder.run(feeds, request.align === true ? ['logits', 'new', 'align'] : ['logits', 'new']);
  const fresh = (out.new as Tensor).data as Float32Array;
  memory.data.set(fresh, memory.length * stride);
  memory.length += added;
  const logits = (out.logits as Tensor).data as Float32Array;
  return request.align === true ? { logits, align: (out.align as Tensor).data as Float32Array } : { logits };
};

const causalMask = (past: number, added: number): Tensor => {
  const mask = new Float32Array(added * (past + added));
  for (let row = 0; row < added; row++)
    mask.fill(-1e9, row * (past + added) + past + row + 1, (row + 1) * (past + added));
  return new Tensor('float32', mask, [added, past + added]);
};

/** The memory of the beams `parents`, in that order, written into `target`. */
export const reorder = (source: Memory, target: Memory, parents: readonly number[]): Memory => {
  target.beams = parents.length;
  target.length = source.length;
  const cells = source.length * slots;
  for (let cell = 0; cell < cells; cell++) {
    for (let beam = 0; beam < parents.length; beam++) {
      const from = (cell * source.beams + (parents[beam] as number)) * width;
      target.data.set(source.data.subarray(from, from + width), (cell * parents.length + beam) * width);
    }
  }
  return target;
};

/** Probability that the sound is Mandarin; asked with nothing before it, since a Chinese prompt spoils the answer. */
export const mandarinProbability = async (whisper: Whisper, sound: Sound): Promise<number> => {
  const memory = newMemory(1, 1);
  const { logits } = await runDecoder(whisper, sound, { memory, request: { tokens: [[special.start]], rows: [0] } });
  const languages = logits.subarray(special.firstLanguage, special.lastLanguage + 1);
  const top = Math.max(...languages);
  const sum = languages.reduce((total, x) => total + Math.exp(x - top), 0);
  return Math.exp((logits[special.mandarin] as number) - top) / sum;
};
export const alignmentHeads = heads;
