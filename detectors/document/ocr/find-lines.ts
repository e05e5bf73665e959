import { InferenceSession, Tensor } from 'onnxruntime-node';
import sharp from 'sharp';
import { components } from '../components.ts';
import { distance, type Point, type Quad, type RgbFrame } from '../frame.ts';
import { outline, smallestRectangle } from '../rectangles.ts';

/** Thresholds and growth of the makers' DB post-processing (PP-OCRv4 `det` configuration). */
const [isText, isLine, growth, leastSidePx] = [0.3, 0.6, 1.6, 3];
/** Longest side given to the network; twice the time at 1.4 times this. */
export const longestSidePx = 960;
/** Mean and deviation of ImageNet, per channel as the network takes them (blue, green, red). */
const [mean, deviation] = [
  [0.485, 0.456, 0.406],
  [0.229, 0.224, 0.225],
];

export type FoundLine = { quad: Quad; score: number };
export const session = (path: string): Promise<InferenceSession> =>
  InferenceSession.create(path, {
    intraOpNumThreads: 1,
    interOpNumThreads: 1,
    // Without these a page keeps a gigabyte in the arena (models.md §4).
    enableCpuMemArena: false,
    enableMemPattern: false,
  });

const inputOf = async (frame: RgbFrame, width: number, height: number): Promise<Tensor> => {
  const raw = { width: frame.width, height: frame.height, channels: 3 as const };
  const pixels = await sharp(frame.rgb, { raw })
    .resize(width, height, { fit: 'fill', kernel: 'linear' })
    .raw()
    .toBuffer();
  const count = width * height;
  const planes = new Float32Array(count * 3);
  for (let c = 0; c < 3; c++) {
    // The networks were trained on pictures in the order blue, green, red.
    const [from, scale] = [2 - c, 1 / (255 * deviation[c]!)];
    const shift = mean[c]! / deviation[c]!;
    for (let i = 0; i < count; i++) planes[c * count + i] = pixels[i * 3 + from]! * scale - shift;
  }
  return new Tensor('float32', planes, [1, 3, height, width]);
};

/** A rectangle with every side moved outwards by `byPx`. */
const grown = (quad: Quad, byPx: number): Quad => {
  const [a, b, c, d] = quad;
  const unit = (p: Point, q: Point): Point => {
    const length = distance(p, q) || 1;
    return [((q[0] - p[0]) / length) * byPx, ((q[1] - p[1]) / length) * byPx];
  };
  const [along, down] = [unit(a, b), unit(a, d)];
  const moved = (p: Point, s: number, t: number): Point => [
    p[0] + s * along[0] + t * down[0],
    p[1] + s * along[1] + t * down[1],
  ];
  return [moved(a, -1, -1), moved(b, 1, -1), moved(c, 1, 1), moved(d, -1, 1)];
};

/** Text lines of the probability map, in its pixels. */
export const linesOf = (map: Float32Array, width: number): FoundLine[] => {
  const mask = new Uint8Array(map.length);
  for (let i = 0; i < map.length; i++) mask[i] = map[i]! > isText ? 1 : 0;
  return components(mask, width, { leastPixels: 10, values: map }).flatMap(({ ends, sum, pixels }) => {
    const score = sum / pixels;
    const quad = smallestRectangle(outline(ends));
    const sides = [distance(quad[0], quad[1]), distance(quad[1], quad[2])];
    if (score < isLine || Math.min(...sides) < leastSidePx) return [];
    return [{ quad: grown(quad, (sides[0]! * sides[1]! * growth) / (2 * (sides[0]! + sides[1]!))), score }];
  });
};

/** The text lines of a picture, in its pixels, in no order. */
export const loadLineFinder = async (path: string): Promise<(frame: RgbFrame) => Promise<FoundLine[]>> => {
  const network = await session(path);
  return async (frame) => {
    const factor = Math.min(1, longestSidePx / Math.max(frame.width, frame.height));
    const side = (px: number) => Math.max(32, Math.round((px * factor) / 32) * 32);
    const [width, height] = [side(frame.width), side(frame.height)];
    const outputs = await network.run({ [network.inputNames[0]!]: await inputOf(frame, width, height) });
    const map = outputs[network.outputNames[0]!]!.data as Float32Array;
    const [sx, sy] = [frame.width / width, frame.height / height];
    const scaled = (quad: Quad) => quad.map(([x, y]) => [x * sx, y * sy]) as unknown as Quad;
    return linesOf(map, width).map(({ quad, score }) => ({ quad: scaled(quad), score }));
  };
};
