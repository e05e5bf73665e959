import { pathStarts } from '@mingjian/signal/dtw.ts';
import type { Word } from '@mingjian/timeline';
import { plainPrompt, prefixOf } from './decode.ts';
import { simplify } from './simplify.ts';
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

const earlierMs = 300;
const laterMs = 600;
/** Where a start lies in the flow of speech, after the place of attention, and what that costs against a rise so many ms away. */
const inFlowMs = 200;
const inFlowCost = 180;
const shortestMs = 60;

/**
 * Moves the edges of attention to edges of energy (10 ms, −30 dB of the loudest). Attention of a character is up to 350 ms early
 * or late, so all starts are placed together: each on a rise from 300 ms before to 600 ms after it, or in the flow of speech,
 * in order, no two on one rise, with the least distance in all; a rise after a pause counts as up to 160 ms nearer. An end goes to the
 * first fall from 50 ms before to 450 ms after, else 150 ms later.
 */
export const snap = (words: readonly Word[], samples: Float32Array): Word[] => {
  const loud = loudFrames(samples);
  const lastMs = Math.floor(samples.length / 16);
  const starts = placeStarts(
    words.map((word) => word.startMs),
    loud,
  );
  const started = words.map((word, i) => {
    const startMs = Math.min(lastMs, starts[i] as number);
    const fall = fallAfter(loud, { from: Math.max(startMs, word.endMs - 50), to: word.endMs + 450 });
    return { ...word, startMs, endMs: Math.min(lastMs, Math.max(startMs, fall ?? word.endMs + 150)) };
  });
  return started.map((word, i) => ({ ...word, endMs: Math.min(word.endMs, started[i + 1]?.startMs ?? lastMs) }));
};

type Choice = { atMs: number; cost: number; before: Choice | undefined };

/** The cheapest increasing sequence of starts (dynamic programming over the choices of each character). */
const placeStarts = (nearMs: readonly number[], loud: readonly boolean[]): number[] => {
  const rises = risesOf(loud);
  let row: Choice[] = [{ atMs: -shortestMs, cost: 0, before: undefined }];
  for (const near of nearMs) {
    const reachable = rises.filter((rise) => rise.atMs >= near - earlierMs && rise.atMs <= near + laterMs);
    const places = [
      ...reachable.map((rise) => ({
        atMs: rise.atMs,
        cost: Math.abs(rise.atMs - near) - 0.8 * Math.min(200, rise.pauseMs),
      })),
      ...(loud[Math.round((near + inFlowMs) / 10)] === true ? [{ atMs: near + inFlowMs, cost: inFlowCost }] : []),
    ];
    const next = places.flatMap(({ atMs, cost }) => {
      const before = row
        .filter((choice) => choice.atMs + shortestMs <= atMs)
        .reduce<Choice | undefined>(cheaper, undefined);
      return before === undefined ? [] : [{ atMs, cost: before.cost + cost, before }];
    });
    // Characters that attention puts on one place: nothing fits in order, so the last place is kept.
    const stuck = row.reduce<Choice | undefined>(cheaper, undefined) as Choice;
    row =
      next.length > 0 ? next : [{ atMs: Math.max(0, stuck.atMs), cost: stuck.cost + 2 * inFlowCost, before: stuck }];
  }
  const starts: number[] = [];
  for (
    let choice = row.reduce<Choice | undefined>(cheaper, undefined);
    choice?.before !== undefined;
    choice = choice.before
  ) {
    starts.unshift(choice.atMs);
  }
  return starts;
};
const cheaper = (best: Choice | undefined, choice: Choice): Choice =>
  best === undefined || choice.cost < best.cost ? choice : best;

type Rise = { atMs: number; pauseMs: number };
const risesOf = (loud: readonly boolean[]): Rise[] => {
  const rises: Rise[] = [];
  let quiet = 0;
  loud.forEach((isLoud, i) => {
    if (isLoud && (i === 0 || quiet > 0)) rises.push({ atMs: i * 10, pauseMs: i === 0 ? laterMs : quiet * 10 });
    quiet = isLoud ? 0 : quiet + 1;
  });
  return rises;
};

const loudFrames = (samples: Float32Array): boolean[] => {
  const energies = Array.from({ length: Math.floor(samples.length / 160) }, (_, i) =>
    samples.subarray(i * 160, (i + 1) * 160).reduce((sum, x) => sum + x * x, 0),
  );
  const top = energies.reduce((a, b) => Math.max(a, b), 0);
  return energies.map((energy) => energy > top / 1000);
};

const fallAfter = (loud: readonly boolean[], { from, to }: { from: number; to: number }): number | undefined => {
  for (let i = Math.max(1, Math.ceil(from / 10)); i <= to / 10 && i < loud.length; i++) {
    if (loud[i] === false && loud[i - 1] === true) return i * 10;
  }
  return undefined;
};
