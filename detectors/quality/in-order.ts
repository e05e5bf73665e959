/** The value of place `k` (from 0) in order; for small `k` cheaper than sorting. */
export const inOrder = (values: ArrayLike<number>, k: number): number => {
  const least = new Float64Array(k + 1).fill(Number.POSITIVE_INFINITY);
  for (let i = 0; i < values.length; i++) {
    const value = values[i]!;
    if (value >= least[k]!) continue;
    let place = k;
    while (place > 0 && least[place - 1]! > value) {
      least[place] = least[place - 1]!;
      place--;
    }
    least[place] = value;
  }
  return least[k]!;
};
