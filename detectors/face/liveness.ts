import { InferenceSession, Tensor } from 'onnxruntime-node';
import type { FaceObservation, RgbFrame } from './observation.ts';

const sidePx = 80;
/** The two networks look at a narrow and a wide surrounding of the face. */
const cropScales = { v2: 2.7, v1se: 4 } as const;

/** The box around the face that one network wants, shifted (not cut) into the picture; `scale` is what was possible. */
export const liveCrop = (frame: RgbFrame, face: FaceObservation['box'], wantedScale: number) => {
  const [x, y, w, h] = face;
  const scale = Math.min(wantedScale, (frame.width - 1) / w, (frame.height - 1) / h);
  const [width, height] = [w * scale, h * scale];
  const place = (centre: number, size: number, limit: number) =>
    Math.max(0, Math.min(centre - size / 2, limit - 1 - size));
  const left = place(x + w / 2, width, frame.width);
  const top = place(y + h / 2, height, frame.height);
  return {
    left: Math.trunc(left),
    top: Math.trunc(top),
    right: Math.trunc(left + width),
    bottom: Math.trunc(top + height),
    scale,
  };
};

/** Bilinear 80 × 80, planes blue, green, red, 0–255 as the networks were trained. */
const planesOf = (frame: RgbFrame, crop: ReturnType<typeof liveCrop>): Float32Array => {
  const [width, height] = [crop.right - crop.left + 1, crop.bottom - crop.top + 1];
  const out = new Float32Array(3 * sidePx * sidePx);
  const pixel = (x: number, y: number, c: number) => frame.rgb[(y * frame.width + x) * 3 + c] ?? 0;
  for (let y = 0; y < sidePx; y++) {
    const sy = Math.max(0, Math.min(height - 1, ((y + 0.5) * height) / sidePx - 0.5));
    const [y0, fy] = [crop.top + Math.floor(sy), sy % 1];
    const y1 = Math.min(crop.bottom, y0 + 1);
    for (let x = 0; x < sidePx; x++) {
      const sx = Math.max(0, Math.min(width - 1, ((x + 0.5) * width) / sidePx - 0.5));
      const [x0, fx] = [crop.left + Math.floor(sx), sx % 1];
      const x1 = Math.min(crop.right, x0 + 1);
      for (let c = 0; c < 3; c++) {
        const upper = pixel(x0, y0, c) * (1 - fx) + pixel(x1, y0, c) * fx;
        const lower = pixel(x0, y1, c) * (1 - fx) + pixel(x1, y1, c) * fx;
        out[(2 - c) * sidePx * sidePx + y * sidePx + x] = upper * (1 - fy) + lower * fy;
      }
    }
  }
  return out;
};

export type LivenessFiles = { v2: string; v1se: string };

/** Passive anti-spoofing (MiniFASNet): mean probability of "real" of both networks. */
export const loadLiveness = async (files: LivenessFiles) => {
  const threads = { intraOpNumThreads: 1, interOpNumThreads: 1 };
  const networks = await Promise.all(
    (['v2', 'v1se'] as const).map(async (name) => ({
      scale: cropScales[name],
      session: await InferenceSession.create(files[name], threads),
    })),
  );
  return async (frame: RgbFrame, box: FaceObservation['box']): Promise<NonNullable<FaceObservation['live']>> => {
    let [sum, effectiveScale] = [0, Number.POSITIVE_INFINITY];
    for (const { scale, session } of networks) {
      const crop = liveCrop(frame, box, scale);
      effectiveScale = Math.min(effectiveScale, crop.scale);
      const bgr = new Tensor('float32', planesOf(frame, crop), [1, 3, sidePx, sidePx]);
      const outputs = await session.run({ bgr });
      sum += Number(outputs.prob?.data[1] ?? 0);
    }
    return { probability: sum / networks.length, effectiveScale };
  };
};
