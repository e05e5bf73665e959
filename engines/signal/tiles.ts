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
  /** Mean change of all pixels: a cut changes everything at once. */
  meanChange: number;
  /** Largest change of a middle tile in each half: left, right, above, below. */
  halfChange: [number, number, number, number];
  /** Every `TILE_EVERY`th frame: mean luma of each tile, and 1 where it is flat. */
  tiles?: { mean: Uint8Array; flat: Uint8Array };
};
export type Grid = { width: number; height: number; tile: number };

/** 160x120 in tiles of 8: a tile is 32x32 in a 640x480 picture, about the size of two digits of a clock. */
export const GRID: Grid = { width: 160, height: 120, tile: 8 };
/** Video black is 16; codecs ring a little around it. */
export const DARK = 32;
const EDGE_CHANGE = 6;

/** A tile spreads less than this many luma steps when nothing but sensor noise is in it (0.5–1.5 after the reduction to 160x120). */
const FLAT_SPREAD = 2.5;

type Tiles = { change: Float32Array; sum: Float32Array; squares: Float32Array; dark: number };

/** Sums of every tile, row by row. The inner loop runs over half a million bytes a second: no branches, no objects. */
const tileSums = (frame: Uint8Array, before: Uint8Array | undefined, grid: Grid): Tiles => {
  const [columns, size] = [grid.width / grid.tile, grid.tile];
  const count = columns * (grid.height / size);
  const [change, sum, squares] = [new Float32Array(count), new Float32Array(count), new Float32Array(count)];
  const old = before ?? frame;
  let dark = 0;
  for (let y = 0, i = 0; y < grid.height; y++) {
    const row = Math.floor(y / size) * columns;
    for (let at = row; at < row + columns; at++) {
      let [added, power, moved] = [0, 0, 0];
      for (const end = i + size; i < end; i++) {
        const v = frame[i]! | 0;
        const d = (v - old[i]!) | 0;
        added = (added + v) | 0;
        power = (power + Math.imul(v, v)) | 0;
        // The sign bit spread over all bits: |d| without a branch; and 1 where v is at most DARK.
        moved = (moved + ((d ^ (d >> 31)) - (d >> 31))) | 0;
        dark = (dark + ((v - DARK - 1) >>> 31)) | 0;
      }
      sum[at] = sum[at]! + added;
      squares[at] = squares[at]! + power;
      change[at] = change[at]! + moved;
    }
  }
  return { change, sum, squares, dark };
};

const total = (values: Float32Array): number => {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i]!;
  return sum;
};

const tilesOf = ({ sum, squares }: Tiles, area: number): { mean: Uint8Array; flat: Uint8Array } => ({
  mean: Uint8Array.from(sum, (value) => Math.round(value / area)),
  flat: Uint8Array.from(sum, (value, at) =>
    squares[at]! / area - (value / area) ** 2 < FLAT_SPREAD * FLAT_SPREAD ? 1 : 0,
  ),
});

/** Changes of the tiles: the largest of the middle band, of its halves, and how many moved at the edges. */
const movement = (
  change: Float32Array,
  grid: Grid,
): Pick<FrameFeatures, 'middleChange' | 'edgeTiles' | 'halfChange'> => {
  const columns = grid.width / grid.tile;
  const rows = grid.height / grid.tile;
  const edge = Math.round(rows / 5);
  const area = grid.tile * grid.tile;
  const halves: FrameFeatures['halfChange'] = [0, 0, 0, 0];
  let edgeTiles = 0;
  for (let at = 0, row = 0; row < rows; row++) {
    const isMiddle = row >= edge && row < rows - edge;
    for (let column = 0; column < columns; column++, at++) {
      const moved = change[at]! / area;
      if (!isMiddle) {
        if (moved > EDGE_CHANGE) edgeTiles++;
        continue;
      }
      const side = column * 2 < columns ? 0 : 1;
      const level = row * 2 < rows - 1 ? 2 : 3;
      if (moved > halves[side]) halves[side] = moved;
      if (moved > halves[level]) halves[level] = moved;
    }
  }
  return { middleChange: Math.max(halves[0], halves[1]), edgeTiles, halfChange: halves };
};

/** Features of `frame` against `before` (the first frame has changes of 0). Both are width × height grey bytes. */
export const frameFeatures = (
  frame: Uint8Array,
  before: Uint8Array | undefined,
  { grid = GRID, withTiles = false }: { grid?: Grid; withTiles?: boolean } = {},
): FrameFeatures => {
  const tiles = tileSums(frame, before, grid);
  const pixels = grid.width * grid.height;
  const mean = total(tiles.sum) / pixels;
  return {
    mean,
    spread: Math.sqrt(Math.max(0, total(tiles.squares) / pixels - mean * mean)),
    darkShare: tiles.dark / pixels,
    ...movement(tiles.change, grid),
    drift: 0,
    meanChange: total(tiles.change) / pixels,
    ...(withTiles ? { tiles: tilesOf(tiles, grid.tile * grid.tile) } : {}),
  };
};

/** A larger change than this is movement in any recording (a key frame redraws a frozen picture by up to 9.4). */
const MOVEMENT = 10;
/** Frames in which a codec refines a picture that stopped. */
const SETTLING = 10;
/** Tiles are kept about twice a second. */
export const TILE_EVERY = 12;

/** Features of one frame after another; remembers the frame before and the one in which a standstill settled. */
export const frameMeter = (grid: Grid = GRID): ((frame: Uint8Array) => FrameFeatures) => {
  let before: Uint8Array | undefined;
  let settled: Uint8Array | undefined;
  let still = 0;
  let count = 0;
  return (frame) => {
    const features = frameFeatures(frame, before, { grid, withTiles: count++ % TILE_EVERY === 0 });
    before = frame;
    still = features.middleChange < MOVEMENT ? still + 1 : 0;
    if (still === SETTLING) settled = frame;
    if (still > SETTLING) features.drift = frameFeatures(frame, settled, { grid }).middleChange;
    return features;
  };
};

/** Luma over 8 pixels that counts as an edge. */
const EDGE = 40;

/**
 * How sharp the edges of a grey picture are: of each clear edge (a step of 40 over 8 pixels) in the middle three fifths, where neither clocks
 * nor captions are, the share of the step that happens between two neighbours; its 90 % quantile over all edges. A sharp edge has .8–1,
 * blurred by σ pixels about .4/σ + .2. `edges` is how many were seen. Needs nothing sharp to compare with.
 */
export const edgeSharpness = (
  frame: Uint8Array,
  width: number,
  height: number,
): { sharpness: number; edges: number } => {
  const counts = new Uint32Array(101);
  let edges = 0;
  const [from, to] = [Math.round(height / 5), height - Math.round(height / 5)];
  for (let y = from; y < to; y += 4) {
    for (let x = 4; x < width - 5; x += 2) {
      const i = y * width + x;
      const step = Math.abs(frame[i + 4]! - frame[i - 4]!);
      if (step < EDGE) continue;
      let most = 0;
      for (let k = i - 4; k < i + 4; k++) most = Math.max(most, Math.abs(frame[k + 1]! - frame[k]!));
      const share = Math.min(100, Math.round((most / step) * 100));
      counts[share] = counts[share]! + 1;
      edges++;
    }
  }
  let [seen, at] = [0, 100];
  while (at > 0 && seen + counts[at]! < edges * 0.1) seen += counts[at--]!;
  return { sharpness: edges === 0 ? 0 : at / 100, edges };
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
