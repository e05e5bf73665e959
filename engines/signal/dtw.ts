/** First column of every row on the cheapest monotonic path through a `rows × columns` cost matrix (row-major). */
export const pathStarts = (cost: Float32Array, rows: number, columns: number): number[] => {
  const total = new Float64Array((rows + 1) * (columns + 1)).fill(Number.POSITIVE_INFINITY);
  const from = new Uint8Array((rows + 1) * (columns + 1));
  const width = columns + 1;
  total[0] = 0;
  for (let i = 1; i <= rows; i++) {
    for (let j = 1; j <= columns; j++) {
      const diagonal = total[(i - 1) * width + j - 1] as number;
      const down = total[(i - 1) * width + j] as number;
      const right = total[i * width + j - 1] as number;
      const move = diagonal < down && diagonal < right ? 0 : down < diagonal && down < right ? 1 : 2;
      total[i * width + j] = (cost[(i - 1) * columns + j - 1] as number) + Math.min(diagonal, down, right);
      from[i * width + j] = move;
    }
  }
  const starts = new Array<number>(rows).fill(0);
  for (let i = rows, j = columns; i > 0 && j > 0; ) {
    starts[i - 1] = j - 1;
    const move = from[i * width + j];
    if (i === 1 && move !== 2) break;
    if (move !== 2) i--;
    if (move !== 1) j--;
  }
  return starts;
};
