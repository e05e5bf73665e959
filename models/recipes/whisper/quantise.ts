/** Weights of one linear layer as ONNX `MatMulNBits` wants them: 8 bits, blocks of 32 along K, zero point 128. */
export type Quantised = { quants: Uint8Array; scales: Float32Array };

export const blockSize = 32;
const zeroPoint = 128;
const largest = 127;

/** Row-major [N, K] weights, K a multiple of 32. Scale of a block = f32(max|x| / 127), 1 for a block of zeros. */
export const quantise = (weights: Float16Array): Quantised => {
  const blocks = weights.length / blockSize;
  const quants = new Uint8Array(weights.length);
  const scales = new Float32Array(blocks);
  for (let block = 0; block < blocks; block++) {
    const start = block * blockSize;
    let peak = 0;
    for (let at = start; at < start + blockSize; at++) peak = Math.max(peak, Math.abs(weights[at]!));
    const scale = peak === 0 ? 1 : Math.fround(peak / largest);
    scales[block] = scale;
    for (let at = start; at < start + blockSize; at++) {
      const rounded = Math.floor(Math.fround(weights[at]! / scale) + 0.5);
      quants[at] = Math.max(-largest, Math.min(largest, rounded)) + zeroPoint;
    }
  }
  return { quants, scales };
};
