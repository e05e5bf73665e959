/** The library rounds mesh points to whole pixels; below this size that would drown the movement of lips. */
const wantedSidePx = 1024;

/** Whole factor by which a small picture is enlarged before the mesh, so that rounding matters less. */
export const enlargement = (width: number, height: number): number =>
  Math.max(1, Math.ceil((wantedSidePx * 0.75) / Math.max(width, height)));

/** Repeats each pixel `factor` times in both directions, RGB 0–255 as 32-bit integers. */
export const enlarged = (rgb: Uint8Array, width: number, factor: number): Int32Array => {
  if (factor === 1) return Int32Array.from(rgb);
  const [rowLength, height] = [width * 3, rgb.length / (width * 3)];
  const out = new Int32Array(rgb.length * factor * factor);
  const wide = rowLength * factor;
  for (let y = 0; y < height; y++) {
    const start = y * factor * wide;
    for (let x = 0, to = start; x < rowLength; x += 3) {
      for (let k = 0; k < factor; k++) {
        out[to++] = rgb[y * rowLength + x]!;
        out[to++] = rgb[y * rowLength + x + 1]!;
        out[to++] = rgb[y * rowLength + x + 2]!;
      }
    }
    for (let k = 1; k < factor; k++) out.copyWithin(start + k * wide, start, start + wide);
  }
  return out;
};
