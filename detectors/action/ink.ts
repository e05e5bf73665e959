/** One picture as the media layer gives it: 8-bit RGB, rows from the top, no padding. */
export type RgbFrame = { tMs: number; width: number; height: number; rgb: Uint8Array };
/** A pixel that was paper, was disturbed, and came to rest darker. `tMs` is when it came to rest. */
export type InkPixel = { tMs: number; x: number; y: number };
/** One look: pixels that just became ink, and a coarse map of where something moves. */
export type InkLook = { tMs: number; ink: InkPixel[]; moving: Uint8Array; cells: number };

/** Sides of a cell of the motion map, and widest picture looked at, pixels. */
export const [cellPx, widestPx] = [16, 640];
/** Luma steps: sensor noise and JPEG stay under 14; a pen stroke, averaged with the paper in its pixel, is 24 darker at least. */
const [noise, darker, paperLuma] = [14, 24, 90];
/** Looks without change after which a pixel is at rest. */
const restLooks = 2;
/** When more of the picture than this comes to rest elsewhere at once, the page or the light changed, not the ink. */
const mostAtOnce = 0.04;

const lumaAtWidth = (frame: RgbFrame): { luma: Uint8Array; width: number; height: number } => {
  const times = Math.max(1, Math.ceil(frame.width / widestPx));
  const [width, height] = [Math.floor(frame.width / times), Math.floor(frame.height / times)];
  const luma = new Uint8Array(width * height);
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) {
      let sum = 0;
      for (let j = 0; j < times; j++)
        for (let i = 0; i < times; i++) {
          const at = ((y * times + j) * frame.width + x * times + i) * 3;
          sum += 77 * frame.rgb[at]! + 150 * frame.rgb[at + 1]! + 29 * frame.rgb[at + 2]!;
        }
      luma[y * width + x] = sum / (256 * times * times);
    }
  return { luma, width, height };
};

export type InkMeter = {
  look(frame: RgbFrame): InkLook;
  /** Is a pixel that became ink still a thin dark mark on paper in the newest look? What a hand covers is not. */
  stands(pixel: InkPixel): boolean;
};
/** A stroke is thinner than this, pixels; paper lies on six of eight sides. */
const strokeReachPx = 10;

type State = { last: Uint8Array; rest: Uint8Array; calm: Uint8Array; width: number };

const standsIn = ({ last, width }: State, { x, y }: InkPixel): boolean => {
  const here = last[y * width + x]!;
  const at = (dx: number, dy: number): number => {
    const [u, v] = [x + dx * strokeReachPx, y + dy * strokeReachPx];
    return u < 0 || u >= width ? 0 : (last[v * width + u] ?? 0);
  };
  const sides = [at(-1, 0), at(1, 0), at(0, -1), at(0, 1), at(-1, -1), at(1, 1), at(-1, 1), at(1, -1)];
  return sides.filter((luma) => luma > here + darker && luma > paperLuma).length >= 6;
};

/** Follows every pixel through the looks of a camera that stands still. Feed it frames in order. */
export const inkMeter = (): InkMeter => {
  let state: State | undefined;
  const look = (frame: RgbFrame): InkLook => {
    const { luma, width, height } = lumaAtWidth(frame);
    const cells = Math.ceil(width / cellPx);
    const moving = new Uint8Array(cells * Math.ceil(height / cellPx));
    if (state === undefined || state.last.length !== luma.length) {
      state = { last: luma, rest: luma.slice(), calm: new Uint8Array(luma.length).fill(restLooks), width };
      return { tMs: frame.tMs, ink: [], moving, cells };
    }
    const { last, rest, calm } = state;
    const ink: InkPixel[] = [];
    let changed = 0;
    for (let i = 0; i < luma.length; i++) {
      if (Math.abs(luma[i]! - last[i]!) > noise) {
        calm[i] = 0;
        const cell = Math.floor(i / width / cellPx) * cells + Math.floor((i % width) / cellPx);
        if (moving[cell]! < 255) moving[cell]!++;
      } else if (calm[i]! < restLooks && ++calm[i]! === restLooks) {
        const drop = rest[i]! - luma[i]!;
        if (Math.abs(drop) > darker) changed++;
        if (drop > darker && rest[i]! > paperLuma) ink.push({ tMs: frame.tMs, x: i % width, y: Math.floor(i / width) });
        rest[i] = luma[i]!;
      }
    }
    state.last = luma;
    return { tMs: frame.tMs, ink: changed > mostAtOnce * luma.length ? [] : ink, moving, cells };
  };
  return { look, stands: (pixel) => state !== undefined && standsIn(state, pixel) };
};
