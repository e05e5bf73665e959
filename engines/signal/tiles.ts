/** What one small grey frame says about itself and against the frame before. */
export type FrameFeatures = {
  /** Mean luma 0–255 and its spread over the picture. */
  mean: number;
  spread: number;
  /** Share of pixels at or below `DARK`. */
  darkShare: number;
  /** Largest mean change of a tile of the middle band (where the person is), in luma steps. */
  middleChange: number;
  /** Tiles of the top and bottom fifth that changed by more than `EDGE_CHANGE`: captions and clocks live there. */
  edgeTiles: number;
  /** In a standstill: largest change of a middle tile since it settled. A person drifts, a frozen picture does not. 0 elsewhere. */
  drift: number;
};
export type Grid = { width: number; height: number; tile: number };

/** 160x120 in tiles of 8: a tile is 32x32 in a 640x480 picture, about the size of two digits of a clock. */
export const GRID: Grid = { width: 160, height: 120, tile: 8 };
/** Video black is 16; codecs ring a little around it. */
export const DARK = 32;
const EDGE_CHANGE = 6;

/** Features of `frame` against `before` (the first frame has changes of 0). Both are width × height grey bytes. */
export const frameFeatures = (frame: Uint8Array, before: Uint8Array | undefined, grid: Grid = GRID): FrameFeatures => {
  const columns = grid.width / grid.tile;
  const rows = grid.height / grid.tile;
  const changes = new Float32Array(columns * rows);
  let [sum, squares, dark] = [0, 0, 0];
  for (let y = 0, i = 0; y < grid.height; y++) {
    const row = Math.floor(y / grid.tile) * columns;
    for (let x = 0; x < grid.width; x++, i++) {
      const v = frame[i]!;
      sum += v;
      squares += v * v;
      if (v <= DARK) dark++;
      if (before === undefined) continue;
      const d = v - before[i]!;
      const at = row + Math.floor(x / grid.tile);
      changes[at] = changes[at]! + (d < 0 ? -d : d);
    }
  }
  const pixels = grid.width * grid.height;
  const mean = sum / pixels;
  const edge = Math.round(rows / 5);
  const area = grid.tile * grid.tile;
  let [middleChange, edgeTiles] = [0, 0];
  for (let at = 0; at < changes.length; at++) {
    const row = Math.floor(at / columns);
    const change = changes[at]! / area;
    if (row >= edge && row < rows - edge) middleChange = Math.max(middleChange, change);
    else if (change > EDGE_CHANGE) edgeTiles++;
  }
  return {
    mean,
    spread: Math.sqrt(Math.max(0, squares / pixels - mean * mean)),
    darkShare: dark / pixels,
    middleChange,
    edgeTiles,
    drift: 0,
  };
};

/** A larger change than this is movement in any recording (a key frame redraws a frozen picture by up to 9.4). */
const MOVEMENT = 10;
/** Frames in which a codec refines a picture that stopped. */
const SETTLING = 10;

/** Features of one frame after another; remembers the frame before and the one in which a standstill settled. */
export const frameMeter = (grid: Grid = GRID): ((frame: Uint8Array) => FrameFeatures) => {
  let before: Uint8Array | undefined;
  let settled: Uint8Array | undefined;
  let still = 0;
  return (frame) => {
    const features = frameFeatures(frame, before, grid);
    before = frame;
    still = features.middleChange < MOVEMENT ? still + 1 : 0;
    if (still === SETTLING) settled = frame;
    if (still > SETTLING) features.drift = frameFeatures(frame, settled, grid).middleChange;
    return features;
  };
};

/**
 * Fine detail of a grey picture: mean second difference over 1 pixel, and over 4 pixels. Blur takes the fine one away and leaves the
 * coarse one, so their ratio falls; a dark or empty scene lowers both.
 */
export const detail = (frame: Uint8Array, width: number, height: number): { fine: number; coarse: number } => {
  let [fine, coarse, count] = [0, 0, 0];
  for (let y = 4; y < height - 4; y += 2) {
    for (let x = 4; x < width - 4; x++) {
      const i = y * width + x;
      const c = 2 * frame[i]!;
      fine += Math.abs(c - frame[i - 1]! - frame[i + 1]!) + Math.abs(c - frame[i - width]! - frame[i + width]!);
      coarse +=
        Math.abs(c - frame[i - 4]! - frame[i + 4]!) + Math.abs(c - frame[i - 4 * width]! - frame[i + 4 * width]!);
      count++;
    }
  }
  return { fine: fine / Math.max(1, count), coarse: coarse / Math.max(1, count) };
};
