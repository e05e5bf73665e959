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
export const clarity = (
  aligned: Float32Array,
  sourcePx: number,
): { brightness: number; sharpness: number; edges: number } => {
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
  const enlarged = Math.min(1, sourcePx);
  return {
    brightness,
    sharpness: variance === 0 ? 0 : Math.min(1, detail / variance / enlarged ** 2),
    edges: Math.min(1, edgeShare(gray) / enlarged),
  };
};

/** Pixels over which an edge is looked at, and the step of luma that makes it one. */
const REACH = 3;
const STEP = 25;

/**
 * Share of a clear edge's step that lies between two neighbours, the 90 % quantile over the inner face: lids, brows, lips. Dark hair beside a
 * pale skin lowers `sharpness` of a sharp face, because it is contrast without detail; it does not lower this. 0 without clear edges.
 */
const edgeShare = (gray: Float32Array): number => {
  const shares: number[] = [];
  const inner = [16, alignedSidePx - 16] as const;
  for (let y = inner[0]; y < inner[1]; y++) {
    for (let x = inner[0]; x < inner[1]; x++) {
      for (const stride of [1, alignedSidePx]) {
        const i = y * alignedSidePx + x;
        const step = Math.abs(gray[i + REACH * stride]! - gray[i - REACH * stride]!);
        if (step < STEP) continue;
        let most = 0;
        for (let k = -REACH; k < REACH; k++)
          most = Math.max(most, Math.abs(gray[i + (k + 1) * stride]! - gray[i + k * stride]!));
        shares.push(most / step);
      }
    }
  }
  return shares.length < 50 ? 0 : shares.sort((a, b) => a - b)[Math.floor(shares.length * 0.9)]!;
};
