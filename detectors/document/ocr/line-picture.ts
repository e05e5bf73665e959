import { Tensor } from 'onnxruntime-node';
import { distance, type Quad, type RgbFrame } from '../frame.ts';
import { averaged, straighten } from '../homography.ts';

/** Height of a line as the networks take it. */
export const lineHeightPx = 48;

/** One line, straightened to 48 pixels of height; a large line is averaged down, so that thin strokes stay. */
export const linePicture = (frame: RgbFrame, quad: Quad): RgbFrame => {
  const across = Math.max(distance(quad[0], quad[1]), distance(quad[3], quad[2]));
  const down = Math.max(distance(quad[0], quad[3]), distance(quad[1], quad[2]));
  const width = Math.max(8, Math.round((across / Math.max(1, down)) * lineHeightPx));
  const times = Math.max(1, Math.round(down / lineHeightPx));
  return averaged(straighten(frame, quad, { width: width * times, height: lineHeightPx * times }), times);
};

/** Values −1 … 1, blue first, filled up with 0 (mid grey) to `width`. */
export const lineTensor = (line: RgbFrame, width: number): Tensor => {
  const planes = new Float32Array(3 * lineHeightPx * width);
  const kept = Math.min(width, line.width);
  for (let c = 0; c < 3; c++)
    for (let y = 0; y < lineHeightPx; y++)
      for (let x = 0; x < kept; x++)
        planes[(c * lineHeightPx + y) * width + x] = line.rgb[(y * line.width + x) * 3 + 2 - c]! / 127.5 - 1;
  return new Tensor('float32', planes, [1, 3, lineHeightPx, width]);
};
