import { alignedSidePx } from './align.ts';

const luma = (rgb: Float32Array): Float32Array => {
  const out = new Float32Array(rgb.length / 3);
  for (let i = 0; i < out.length; i++) out[i] = 0.299 * rgb[i * 3]! + 0.587 * rgb[i * 3 + 1]! + 0.114 * rgb[i * 3 + 2]!;
  return out;
};

/**
 * How light and how sharp an aligned face is: mean luma 0–255, and the share of the contrast that lies in fine detail
 * (energy of the difference between neighbours ÷ variance), so that a pale and a contrasty face compare. A small face was
 * enlarged by the alignment and would look blurred: its detail is counted per pixel of the picture (`sourcePx` of the
 * picture per aligned pixel).
 */
export const clarity = (aligned: Float32Array, sourcePx: number): { brightness: number; sharpness: number } => {
  const gray = luma(aligned);
  const brightness = gray.reduce((sum, value) => sum + value, 0) / gray.length;
  let [detail, variance] = [0, 0];
  for (let y = 0; y < alignedSidePx - 1; y++) {
    for (let x = 0; x < alignedSidePx - 1; x++) {
      const i = y * alignedSidePx + x;
      detail += (gray[i + 1]! - gray[i]!) ** 2 + (gray[i + alignedSidePx]! - gray[i]!) ** 2;
      variance += 2 * (gray[i]! - brightness) ** 2;
    }
  }
  return { brightness, sharpness: variance === 0 ? 0 : Math.min(1, detail / variance / Math.min(1, sourcePx) ** 2) };
};
