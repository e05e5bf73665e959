/** Clips of a table with a form, drawn in code: a hand that signs, and things that are not signing. Two looks a second, 640 × 480. */
import type { RgbFrame } from './ink.ts';

export const [width, height, everyMs] = [640, 480, 500];
export const random = (seed: number): (() => number) => {
  let state = (Math.imul(seed + 1, 2654435761) ^ 0x9e3779b9) >>> 0;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    state >>>= 0;
    return state / 2 ** 32;
  };
};

type Colour = readonly [number, number, number];
const fill = (rgb: Uint8Array, [x, y, w, h]: readonly number[], colour: Colour): void => {
  for (let v = Math.max(0, Math.floor(y!)); v < Math.min(height, y! + h!); v++)
    for (let u = Math.max(0, Math.floor(x!)); u < Math.min(width, x! + w!); u++) rgb.set(colour, (v * width + u) * 3);
};
const table = (next: () => number): Uint8Array => {
  const rgb = new Uint8Array(width * height * 3);
  fill(rgb, [0, 0, width, height], [96, 78, 60]);
  fill(rgb, [120, 50, 400, 420], [228, 228, 222]);
  form(rgb, next);
  return rgb;
};
const form = (rgb: Uint8Array, next: () => number): void => {
  for (let row = 0; row < 14; row++)
    for (let x = 145; x < 200 + next() * 280; x += 9)
      if (next() < 0.85) fill(rgb, [x, 80 + row * 17, 6, 8], [60, 60, 60]);
};
const stroke = (rgb: Uint8Array, points: readonly (readonly [number, number])[]): void => {
  points.slice(1).forEach(([x, y], i) => {
    const [a, b] = points[i]!;
    const steps = Math.ceil(Math.hypot(x - a, y - b)) * 2;
    for (let s = 0; s <= steps; s++)
      fill(rgb, [a + ((x - a) * s) / steps, b + ((y - b) * s) / steps, 2, 2], [30, 30, 70]);
  });
};
const hand = (rgb: Uint8Array, [x, y]: readonly [number, number]): void => {
  for (let i = 0; i < 40; i++) fill(rgb, [x + i * 0.8, y + i, 4, 2], [40, 40, 44]);
  fill(rgb, [x + 24, y + 34, 90, 70], [190, 142, 116]);
  fill(rgb, [x + 70, y + 70, 200, 400], [60, 70, 110]);
};
const shown = (
  paper: Uint8Array,
  next: () => number,
  options: { light?: number; at?: readonly [number, number] },
): Uint8Array => {
  const rgb = paper.slice();
  if (options.at !== undefined) hand(rgb, options.at);
  for (let i = 0; i < rgb.length; i++)
    rgb[i] = Math.max(0, Math.min(255, rgb[i]! * (options.light ?? 1) + (next() - 0.5) * 10));
  return rgb;
};

export const kinds = [
  'signing',
  'hand passes',
  'page replaced',
  'text appears',
  'thing laid down',
  'light changes',
  'hand rests',
] as const;
export type Kind = (typeof kinds)[number];

/** Twenty-four looks of one kind. */
export const clip = (kind: Kind, seed: number): { frames: RgbFrame[]; span: [number, number] | null } => {
  const next = random(seed * 13 + kinds.indexOf(kind));
  const paper = table(next);
  const start: [number, number] = [190 + next() * 130, 370 + next() * 40];
  const count = 4 + Math.floor(next() * 5);
  const letters = Array.from({ length: count }, (_, n) =>
    Array.from({ length: 7 }, () => [start[0] + n * 17 + next() * 18, start[1] + next() * 30] as const),
  );
  const frames: RgbFrame[] = [];
  for (let look = 0; look < 24; look++) {
    const n = look - 5;
    let at: [number, number] | undefined;
    let light = 1;
    const working = n >= 0 && n < count;
    if (kind === 'signing' && working) stroke(paper, letters[n]!);
    if (kind === 'text appears' && n === 0) for (const letter of letters) stroke(paper, letter);
    if (kind === 'page replaced' && n === 0) {
      fill(paper, [120, 50, 400, 420], [228, 228, 222]);
      form(paper, next);
    }
    if (kind === 'thing laid down' && n === 2) fill(paper, [220, 340, 90, 120], [35, 35, 38]);
    if (kind === 'light changes') light = 1 - 0.35 * Math.min(1, Math.max(0, n / 6));
    if (kind !== 'light changes' && kind !== 'text appears' && (working || (kind === 'hand rests' && n >= 0)))
      at =
        kind === 'hand passes'
          ? [100 + n * 70, 300 + n * 12]
          : [
              start[0] + Math.max(0, Math.min(n, count)) * (kind === 'hand rests' ? 1 : 17) + 8,
              start[1] + 18 + next() * 8,
            ];
    frames.push({
      tMs: look * everyMs,
      width,
      height,
      rgb: shown(paper, next, { light, ...(at === undefined ? {} : { at }) }),
    });
  }
  return { frames, span: kind === 'signing' ? [5 * everyMs, (5 + count) * everyMs] : null };
};
