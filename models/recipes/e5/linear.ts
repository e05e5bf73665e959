/** A linear layer as `MatMulInteger` wants it: int8 [inputs, outputs] in the 7-bit range, one scale an output, zero point 0. */
export type IntegerLayer = { quantised: Int8Array; scales: Float32Array };

/** Seven bits: products of processors without VNNI cannot overflow their 16-bit sums. */
const largest = 64;

/** Halves go to the even neighbour, as IEEE 754 rounds. */
export const roundEven = (x: number): number => {
  const floor = Math.floor(x);
  const rest = x - floor;
  if (rest !== 0.5) return Math.round(x);
  return floor % 2 === 0 ? floor : floor + 1;
};

/** From row-major [outputs, inputs] weights. Scale of an output = f32(max|w| / 64). */
export const quantiseLayer = (weights: Float32Array, outputs: number): IntegerLayer => {
  const inputs = weights.length / outputs;
  const scales = new Float32Array(outputs);
  const quantised = new Int8Array(weights.length);
  for (let o = 0; o < outputs; o++) {
    let peak = 0;
    for (let i = 0; i < inputs; i++) peak = Math.max(peak, Math.abs(weights[o * inputs + i] as number));
    const scale = Math.fround(peak / largest);
    scales[o] = scale;
    for (let i = 0; i < inputs; i++) {
      const q = roundEven(Math.fround((weights[o * inputs + i] as number) / scale));
      quantised[i * outputs + o] = Math.max(-largest, Math.min(largest, q));
    }
  }
  return { quantised, scales };
};
