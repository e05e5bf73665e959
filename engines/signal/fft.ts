/**
 * Discrete Fourier transform of any length n = 2^k · m (m odd): radix-2 steps down to a direct m-point transform.
 * 400 points (25 ms at 16 kHz) become sixteen direct 25-point transforms, 512 a pure radix-2 one.
 */
export type Fft = {
  size: number;
  /** Transforms `re`, `im` (length `size`) in place. */
  transform(re: Float64Array, im: Float64Array): void;
};

type Level = {
  cos: Float64Array;
  sin: Float64Array;
  re: Float64Array;
  im: Float64Array;
  /** The halves of `re` and `im`, made once: a view for every step would be most of the work. */
  even: Part;
  odd: Part;
};
type Part = { depth: number; re: Float64Array; im: Float64Array };

export const createFft = (size: number): Fft => {
  const levels: Level[] = [];
  for (let n = size; ; n /= 2) {
    levels.push(levelOf(n, levels.length + 1));
    if (n % 2 === 1) break;
  }
  return { size, transform: (re, im) => step(levels, { depth: 0, re, im }) };
};

const levelOf = (n: number, depth: number): Level => {
  const angle = (2 * Math.PI) / n;
  const [re, im] = [new Float64Array(n), new Float64Array(n)];
  const half = n / 2;
  return {
    even: { depth, re: re.subarray(0, half), im: im.subarray(0, half) },
    odd: { depth, re: re.subarray(half), im: im.subarray(half) },
    cos: Float64Array.from({ length: n }, (_, i) => Math.cos(angle * i)),
    sin: Float64Array.from({ length: n }, (_, i) => -Math.sin(angle * i)),
    re,
    im,
  };
};

const step = (levels: Level[], { depth, re, im }: Part): void => {
  const level = levels[depth] as Level;
  const n = re.length;
  if (n % 2 === 1) {
    direct(level, re, im);
    return;
  }
  const half = n / 2;
  const { even, odd } = level;
  for (let i = 0; i < half; i++) {
    even.re[i] = re[2 * i] as number;
    even.im[i] = im[2 * i] as number;
    odd.re[i] = re[2 * i + 1] as number;
    odd.im[i] = im[2 * i + 1] as number;
  }
  step(levels, even);
  step(levels, odd);
  for (let i = 0; i < half; i++) {
    const [c, s] = [level.cos[i] as number, level.sin[i] as number];
    const tr = (odd.re[i] as number) * c - (odd.im[i] as number) * s;
    const ti = (odd.re[i] as number) * s + (odd.im[i] as number) * c;
    re[i] = (even.re[i] as number) + tr;
    im[i] = (even.im[i] as number) + ti;
    re[i + half] = (even.re[i] as number) - tr;
    im[i + half] = (even.im[i] as number) - ti;
  }
};

const direct = (level: Level, re: Float64Array, im: Float64Array): void => {
  const n = re.length;
  for (let k = 0; k < n; k++) {
    let sr = 0;
    let si = 0;
    for (let i = 0, at = 0; i < n; i++) {
      const c = level.cos[at] as number;
      const s = level.sin[at] as number;
      sr += (re[i] as number) * c - (im[i] as number) * s;
      si += (re[i] as number) * s + (im[i] as number) * c;
      at += k;
      if (at >= n) at -= n;
    }
    level.re[k] = sr;
    level.im[k] = si;
  }
  re.set(level.re);
  im.set(level.im);
};
