export type Neighbour<Id> = { id: Id; score: number };
export type NearestIndex<Id> = {
  readonly size: number;
  /** @throws RangeError when the vector has another length. */
  add(id: Id, vector: Float32Array): void;
  /** The `count` best by dot product, best first; of equal scores the one added first. Exact: every vector is looked at. */
  nearest(vector: Float32Array, count: number): Neighbour<Id>[];
};

const FIRST_ROOM = 256;

/** Dot products of `query` with `count` rows, in one fixed order of additions: the same sums on every run. */
const scoresOf = (rows: Float32Array, query: Float32Array, count: number): Float64Array => {
  const width = query.length;
  const scores = new Float64Array(count);
  const whole = width - (width % 4);
  for (let row = 0, at = 0; row < count; row++, at += width) {
    let [a, b, c, d] = [0, 0, 0, 0];
    for (let i = 0; i < whole; i += 4) {
      a += rows[at + i]! * query[i]!;
      b += rows[at + i + 1]! * query[i + 1]!;
      c += rows[at + i + 2]! * query[i + 2]!;
      d += rows[at + i + 3]! * query[i + 3]!;
    }
    for (let i = whole; i < width; i++) a += rows[at + i]! * query[i]!;
    scores[row] = a + b + c + d;
  }
  return scores;
};

/** Rows of the `count` highest scores, best first. */
const highest = (scores: Float64Array, count: number): number[] => {
  const best: number[] = [];
  for (let row = 0; row < scores.length; row++) {
    if (best.length === count && scores[row]! <= scores[best.at(-1)!]!) continue;
    let place = best.length;
    while (place > 0 && scores[best[place - 1]!]! < scores[row]!) place--;
    best.splice(place, 0, row);
    if (best.length > count) best.pop();
  }
  return best;
};

/** Nearest neighbours among vectors of `dimensions` numbers, in one typed array that grows. */
export const nearestIndex = <Id>(dimensions: number): NearestIndex<Id> => {
  let rows = new Float32Array(FIRST_ROOM * dimensions);
  const ids: Id[] = [];
  const check = (vector: Float32Array) => {
    if (vector.length !== dimensions)
      throw new RangeError(`the index holds vectors of ${dimensions} numbers, this one has ${vector.length}`);
  };
  return {
    get size() {
      return ids.length;
    },
    add(id, vector) {
      check(vector);
      if ((ids.length + 1) * dimensions > rows.length) {
        const larger = new Float32Array(rows.length * 2);
        larger.set(rows);
        rows = larger;
      }
      rows.set(vector, ids.length * dimensions);
      ids.push(id);
    },
    nearest(vector, count) {
      check(vector);
      if (!(count >= 1)) return [];
      const scores = scoresOf(rows, vector, ids.length);
      return highest(scores, Math.floor(count)).map((row) => ({ id: ids[row]!, score: scores[row]! }));
    },
  };
};
