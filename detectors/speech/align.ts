import { pathStarts } from '@mingjian/signal/dtw.ts';
import type { Word } from '@mingjian/timeline';
import { plainPrompt, prefixOf } from './decode.ts';
import { simplify } from './simplify.ts';
import { snap } from './snap.ts';
import { alignmentHeads, newMemory, runDecoder, type Sound, type Whisper } from './whisper.ts';

const placeMs = 20;

/** Times of the characters of `tokens` within the encoded sound, ms from its start; punctuation is left out. */
export const characterTimes = async (
  whisper: Whisper,
  sound: Sound,
  options: { tokens: readonly number[]; samples: Float32Array; text: string },
): Promise<Word[]> => {
  const prefix = prefixOf(whisper, plainPrompt);
  const all = [...prefix, ...options.tokens];
  const memory = newMemory(1, all.length);
  const request = { tokens: [all], rows: [all.length - 1], align: true };
  const { align } = await runDecoder(whisper, sound, { memory, request });
  const rows = options.tokens.length + 1;
  const weights = meanAttention(align as Float32Array, {
    first: prefix.length - 1,
    rows,
    length: all.length,
    places: sound.places,
    sounding: sound.sounding,
  });
  const starts = pathStarts(weights, rows, sound.sounding).map((place) => place * placeMs);
  const words = snap(split(whisper, options.tokens, starts), options.samples);
  // Repair keeps the number of characters: the written ones take the places of the heard ones.
  const written = [...options.text].filter((c) => /[\p{L}\p{N}]/u.test(c));
  return words.map((word, i) => (written.length === words.length ? { ...word, text: written[i] as string } : word));
};

type Shape = { first: number; rows: number; length: number; places: number; sounding: number };

/** Negated mean over heads of the attention, each head z-scored over tokens and smoothed over 7 places. */
const meanAttention = (align: Float32Array, shape: Shape): Float32Array => {
  const { rows, sounding } = shape;
  const mean = new Float32Array(rows * sounding);
  const near = new Float32Array(7);
  for (let head = 0; head < alignmentHeads; head++) {
    const at = (row: number, place: number) =>
      align[(head * shape.length + shape.first + row) * shape.places + place] as number;
    const scored = new Float32Array(rows * sounding);
    for (let place = 0; place < sounding; place++) {
      let sum = 0;
      let squares = 0;
      for (let row = 0; row < rows; row++) {
        sum += at(row, place);
        squares += at(row, place) ** 2;
      }
      const average = sum / rows;
      const deviation = Math.sqrt(Math.max(squares / rows - average ** 2, 1e-20));
      for (let row = 0; row < rows; row++) scored[row * sounding + place] = (at(row, place) - average) / deviation;
    }
    for (let row = 0; row < rows; row++) {
      const line = scored.subarray(row * sounding, (row + 1) * sounding);
      for (let place = 0; place < sounding; place++) {
        for (let i = 0; i < 7; i++) near[i] = line[clamp(place + i - 3, sounding)] as number;
        const index = row * sounding + place;
        mean[index] = (mean[index] as number) - (near.sort()[3] as number) / alignmentHeads;
      }
    }
  }
  return mean;
};
const clamp = (place: number, count: number): number => Math.max(0, Math.min(count - 1, place));

/** Tokens to characters: one of several tokens spans them all, several in one token share its time evenly. */
const split = (whisper: Whisper, tokens: readonly number[], starts: readonly number[]): Word[] => {
  const words: Word[] = [];
  let first = 0;
  for (let i = 0; i < tokens.length; i++) {
    const text = whisper.vocabulary.decode(tokens.slice(first, i + 1));
    if (text.includes('\uFFFD') && i + 1 < tokens.length) continue;
    const characters = [...simplify(text)].filter((c) => /[\p{L}\p{N}]/u.test(c));
    const from = starts[first] as number;
    const step = ((starts[i + 1] as number) - from) / Math.max(1, characters.length);
    characters.forEach((c, k) => {
      words.push({ text: c, startMs: Math.round(from + k * step), endMs: Math.round(from + (k + 1) * step) });
    });
    first = i + 1;
  }
  return words;
};
