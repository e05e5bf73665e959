/** Strength of the camera's noise, ± of 255. */
const strength = 6;
const blockPx = 2;

/** Repeatable noise of a camera sensor: without it an empty room is a frozen picture. */
export const openGrain = (width: number, height: number): ((rgb: Uint8Array, frame: number) => void) => {
  const values = new Int8Array(width * height);
  let state = 12_345;
  for (let i = 0; i < values.length; i++) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    values[i] = Math.round((state / 2 ** 32 - 0.5) * 2 * strength);
  }
  const across = width / blockPx;
  return (rgb, frame) => {
    const shift = (frame * 7919) % values.length;
    for (let y = 0; y < height; y++) {
      const row = shift + Math.floor(y / blockPx) * across;
      for (let x = 0; x < width; x++) {
        const noise = values[(row + (x >> 1)) % values.length]!;
        const at = (y * width + x) * 3;
        for (let c = at; c < at + 3; c++) rgb[c] = Math.min(255, Math.max(0, rgb[c]! + noise));
      }
    }
  };
};
