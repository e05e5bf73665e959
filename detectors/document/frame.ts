/** One picture as the media layer gives it: 8-bit RGB, rows from the top, no padding. */
export type RgbFrame = { tMs: number; width: number; height: number; rgb: Uint8Array };
export type Point = readonly [x: number, y: number];
/** Corners clockwise from the top left, in pixels. */
export type Quad = readonly [Point, Point, Point, Point];

/** @throws Error when the bytes do not fit the size. */
export const checkFrame = (frame: RgbFrame): void => {
  if (frame.width > 0 && frame.height > 0 && frame.rgb.length === frame.width * frame.height * 3) return;
  throw new Error(
    `the picture at ${frame.tMs} ms is not RGB of ${frame.width} × ${frame.height}: it has ${frame.rgb.length} bytes`,
  );
};

/** Luma 0–255 of every pixel (BT.601). */
export const lumaOf = (frame: RgbFrame): Uint8Array => {
  const out = new Uint8Array(frame.width * frame.height);
  for (let i = 0, j = 0; i < out.length; i++, j += 3) {
    out[i] = (77 * frame.rgb[j]! + 150 * frame.rgb[j + 1]! + 29 * frame.rgb[j + 2]!) >> 8;
  }
  return out;
};

export const distance = (a: Point, b: Point): number => Math.hypot(a[0] - b[0], a[1] - b[1]);

/** Signed area of a polygon; positive when it runs clockwise on the screen. */
export const area = (points: readonly Point[]): number => {
  let sum = 0;
  points.forEach(([x, y], i) => {
    const [u, v] = points[(i + 1) % points.length]!;
    sum += x * v - u * y;
  });
  return sum / 2;
};
