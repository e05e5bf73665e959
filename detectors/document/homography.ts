import type { Point, Quad, RgbFrame } from './frame.ts';

/** Row-major 3 × 3 with the last value 1: x' = (ax + by + c) / (gx + hy + 1), y' likewise. */
export type Homography = readonly number[];

/** Solves `rows · x = right` by elimination with pivots; null when the equations depend on each other. */
const solve = (rows: number[][], right: number[]): number[] | null => {
  const n = right.length;
  const a = rows.map((row, i) => [...row, right[i]!]);
  for (let column = 0; column < n; column++) {
    let pivot = column;
    for (let i = column + 1; i < n; i++) if (Math.abs(a[i]![column]!) > Math.abs(a[pivot]![column]!)) pivot = i;
    if (Math.abs(a[pivot]![column]!) < 1e-9) return null;
    [a[column], a[pivot]] = [a[pivot]!, a[column]!];
    for (let i = 0; i < n; i++) {
      if (i === column) continue;
      const factor = a[i]![column]! / a[column]![column]!;
      for (let j = column; j <= n; j++) a[i]![j]! -= factor * a[column]![j]!;
    }
  }
  return a.map((row, i) => row[n]! / row[i]!);
};

/** The projective map that carries the corners `from` onto `to`. @throws Error when three corners lie on a line. */
export const homography = (from: Quad, to: Quad): Homography => {
  const rows: number[][] = [];
  const right: number[] = [];
  from.forEach(([x, y], i) => {
    const [u, v] = to[i]!;
    rows.push([x, y, 1, 0, 0, 0, -u * x, -u * y], [0, 0, 0, x, y, 1, -v * x, -v * y]);
    right.push(u, v);
  });
  const solved = solve(rows, right);
  if (solved === null) throw new Error('three corners of the paper lie on one line: it cannot be straightened');
  return [...solved, 1];
};

export const mapPoint = (h: Homography, [x, y]: Point): Point => {
  const w = h[6]! * x + h[7]! * y + 1;
  return [(h[0]! * x + h[1]! * y + h[2]!) / w, (h[3]! * x + h[4]! * y + h[5]!) / w];
};

export const rectangle = (width: number, height: number): Quad => [
  [0, 0],
  [width, 0],
  [width, height],
  [0, height],
];

/** The part of a picture inside `quad`, straightened to `width` × `height`; bilinear, edge pixels repeat outside. */
export const straighten = (frame: RgbFrame, quad: Quad, size: { width: number; height: number }): RgbFrame => {
  const [a, b, c, d, e, f, g, h] = homography(rectangle(size.width, size.height), quad) as unknown as EightNumbers;
  const rgb = new Uint8Array(size.width * size.height * 3);
  for (let y = 0, out = 0; y < size.height; y++) {
    for (let x = 0; x < size.width; x++, out += 3) {
      const w = g * (x + 0.5) + h * (y + 0.5) + 1;
      const px = (a * (x + 0.5) + b * (y + 0.5) + c) / w - 0.5;
      sample(frame, px, (d * (x + 0.5) + e * (y + 0.5) + f) / w - 0.5, rgb, out);
    }
  }
  return { tMs: frame.tMs, ...size, rgb };
};
type EightNumbers = [number, number, number, number, number, number, number, number];

/** Writes the colour at a place between pixels. Positional, because it runs once a pixel. */
const sample = (frame: RgbFrame, x: number, y: number, rgb: Uint8Array, out: number): void => {
  const [maxX, maxY, stride] = [frame.width - 1, frame.height - 1, frame.width * 3];
  const fx = x < 0 ? 0 : x > maxX ? maxX : x;
  const fy = y < 0 ? 0 : y > maxY ? maxY : y;
  const left = Math.floor(fx);
  const top = Math.floor(fy);
  const [dx, dy] = [fx - left, fy - top];
  const at = top * stride + left * 3;
  const right = left < maxX ? 3 : 0;
  const below = top < maxY ? stride : 0;
  for (let i = at; i < at + 3; i++) {
    const upper = frame.rgb[i]! * (1 - dx) + frame.rgb[i + right]! * dx;
    const lower = frame.rgb[i + below]! * (1 - dx) + frame.rgb[i + below + right]! * dx;
    rgb[out + i - at] = upper * (1 - dy) + lower * dy + 0.5;
  }
};

/** A picture turned by quarter turns clockwise. */
export const turned = (frame: RgbFrame, quarters: number): RgbFrame => {
  const { width: w, height: h } = frame;
  const corners: Quad = rectangle(w, h);
  const shift = ((quarters % 4) + 4) % 4;
  if (shift === 0) return frame;
  // The corner that lands at the top left stands `shift` places before it.
  const quad = corners.map((_, i) => corners[(i - shift + 4) % 4]!) as unknown as Quad;
  return straighten(frame, quad, shift % 2 === 1 ? { width: h, height: w } : { width: w, height: h });
};

/** The mean of every `times` × `times` pixels. Sides that do not divide lose their rest. */
export const averaged = (frame: RgbFrame, times: number): RgbFrame => {
  if (times === 1) return frame;
  const [width, height] = [Math.floor(frame.width / times), Math.floor(frame.height / times)];
  const rgb = new Uint8Array(width * height * 3);
  for (let y = 0, out = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      for (let c = 0; c < 3; c++) {
        let sum = 0;
        for (let j = 0; j < times; j++)
          for (let i = 0; i < times; i++) sum += frame.rgb[((y * times + j) * frame.width + x * times + i) * 3 + c]!;
        rgb[out++] = sum / (times * times);
      }
    }
  }
  return { tMs: frame.tMs, width, height, rgb };
};
