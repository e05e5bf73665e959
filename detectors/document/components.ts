import type { Point } from './frame.ts';

/** Pixels that hang together, with the ends of their rows: enough for an outline. */
export type Component = { pixels: number; ends: Point[]; sum: number };

/**
 * Components (four neighbours) of the pixels that `mask` marks with `mark`. `sum` adds `values` over the pixels, when given.
 * Components under `leastPixels` are left out. The mask is used up: visited pixels become 0.
 */
export const components = (
  mask: Uint8Array,
  width: number,
  options: { leastPixels: number; mark?: number; values?: Float32Array },
): Component[] => {
  const mark = options.mark ?? 1;
  const height = mask.length / width;
  const found: Component[] = [];
  const stack: number[] = [];
  const [lefts, rights] = [new Int32Array(height), new Int32Array(height)];
  for (let start = 0; start < mask.length; start++) {
    if (mask[start] !== mark) continue;
    lefts.fill(width);
    rights.fill(-1);
    let [pixels, sum] = [0, 0];
    mask[start] = 0;
    stack.push(start);
    while (stack.length > 0) {
      const at = stack.pop()!;
      const y = Math.floor(at / width);
      const x = at - y * width;
      pixels++;
      sum += options.values?.[at] ?? 0;
      if (x < lefts[y]!) lefts[y] = x;
      if (x > rights[y]!) rights[y] = x;
      for (const next of [x > 0 ? at - 1 : -1, x < width - 1 ? at + 1 : -1, at - width, at + width]) {
        if (next < 0 || next >= mask.length || mask[next] !== mark) continue;
        mask[next] = 0;
        stack.push(next);
      }
    }
    if (pixels >= options.leastPixels) found.push({ pixels, sum, ends: rowEnds(lefts, rights) });
  }
  return found;
};

/** Outer corners of the first and last pixel of every row. */
const rowEnds = (lefts: Int32Array, rights: Int32Array): Point[] => {
  const ends: Point[] = [];
  rights.forEach((right, y) => {
    if (right < 0) return;
    const left = lefts[y]!;
    ends.push([left, y], [right + 1, y], [left, y + 1], [right + 1, y + 1]);
  });
  return ends;
};
