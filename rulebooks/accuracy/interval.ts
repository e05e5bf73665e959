/** Two-sided 95 % of the normal distribution. */
const z = 1.959964;

/**
 * Wilson's interval of a share (95 %): where the true share may lie after `hits` of `total`; [0, 1] when nothing was counted.
 * E. B. Wilson, Probable inference, JASA 22 (1927); holds for small totals and shares near 0 or 1.
 */
export const wilson = (hits: number, total: number): [low: number, high: number] => {
  if (total === 0) return [0, 1];
  const share = hits / total;
  const middle = share + (z * z) / (2 * total);
  const half = z * Math.sqrt((share * (1 - share)) / total + (z * z) / (4 * total * total));
  const scale = 1 + (z * z) / total;
  return [Math.max(0, (middle - half) / scale), Math.min(1, (middle + half) / scale)];
};
