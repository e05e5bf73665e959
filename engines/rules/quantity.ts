/**
 * Quantities in spoken Chinese: sums of money, rates, terms, ages, levels and digit strings, as figures or as words
 * (三十万、30万元、百分之三点五、九十天、R三、尾号四三二一). What they are compared with is a business field or what the other role said.
 */
export const quantityKinds = [
  'money',
  'percent',
  'days',
  'months',
  'years',
  'times',
  'age',
  'level',
  'digits',
] as const;
export type QuantityKind = (typeof quantityKinds)[number];
export type Quantity = { kind: QuantityKind; value: number | string; start: number; end: number };

const digitOf: Record<string, number> = Object.fromEntries([
  ...[...'〇零一二三四五六七八九'].map((c, i) => [c, Math.max(0, i - 1)]),
  ['幺', 1],
  ['两', 2],
  ['俩', 2],
  ...[...'0123456789'].map((c) => [c, Number(c)]),
]);
const unitOf: Record<string, number> = { 十: 10, 百: 100, 千: 1000, 万: 10_000, 亿: 100_000_000 };
const number = '[0-9０-９][0-9,，.]*[0-9]|[0-9]|[〇零一二三四五六七八九两俩十百千万亿点幺]+';

/** The part below 万: 三千零五十, 一百二 (= 120), 十五. */
const small = (text: string): number => {
  let sum = 0;
  let digit = 0;
  let lastUnit = 10;
  let sawZero = false;
  for (const c of text) {
    if (c in unitOf) {
      lastUnit = unitOf[c] as number;
      sum += (digit === 0 && lastUnit === 10 && sum === 0 ? 1 : digit) * lastUnit;
      digit = 0;
      sawZero = false;
    } else {
      digit = digitOf[c] ?? 0;
      if (digit === 0) sawZero = true;
    }
  }
  const trailing = digit > 0 && sum > 0 && lastUnit > 10 && !sawZero ? digit * (lastUnit / 10) : digit;
  return sum + trailing;
};

/** 一二三四 read digit by digit (years, codes) against 一千二百. */
const isDigitString = (text: string): boolean => text.length > 1 && ![...text].some((c) => c in unitOf || c === '点');

/** Reads a number written in figures, in Chinese or mixed (3万5, 一百二十点五); NaN when it is none. */
export const readNumber = (source: string): number => {
  const text = source.replaceAll(/[,，]/g, '').replaceAll(/[０-９]/g, (c) => String(c.charCodeAt(0) - 0xff10));
  if (/^\d+(\.\d+)?$/.test(text)) return Number(text);
  const [whole = '', fraction] = text.split(/[点.]/);
  const decimals = fraction === undefined ? '' : [...fraction].map((c) => digitOf[c] ?? '').join('');
  if (isDigitString(whole)) return Number(`${[...whole].map((c) => digitOf[c]).join('')}.${decimals || 0}`);
  let sum = 0;
  let rest = whole;
  let lastUnit = 0;
  for (const unit of ['亿', '万']) {
    const at = rest.indexOf(unit);
    if (at < 0) continue;
    const left = rest.slice(0, at);
    sum += (/^\d+$/.test(left) ? Number(left) : small(left)) * (unitOf[unit] as number);
    rest = rest.slice(at + 1);
    lastUnit = unitOf[unit] as number;
  }
  const shortened = lastUnit > 0 && rest.length === 1 && (digitOf[rest] ?? 0) > 0;
  const tail = /^\d+$/.test(rest) && rest !== '' ? Number(rest) : small(rest);
  const value = sum + (shortened ? (tail * lastUnit) / 10 : tail);
  return decimals === '' ? value : value + Number(`0.${decimals}`);
};

const bigUnit: Record<string, number> = { '': 1, 百: 100, 千: 1000, 万: 10_000, 亿: 100_000_000, w: 10_000, k: 1000 };
type Reader = { kind: QuantityKind; pattern: RegExp; read(m: RegExpExecArray): number | string };
const scaled = (m: RegExpExecArray): number => readNumber(m[1] as string) * (bigUnit[(m[2] ?? '').toLowerCase()] ?? 1);

const readers: Reader[] = [
  { kind: 'percent', pattern: new RegExp(`百分之(${number})`, 'g'), read: (m) => readNumber(m[1] as string) },
  {
    kind: 'percent',
    pattern: new RegExp(`(${number})\\s*(?:%|％|个点|个百分点)`, 'g'),
    read: (m) => readNumber(m[1] as string),
  },
  {
    kind: 'money',
    pattern: new RegExp(`(${number})\\s*([百千万亿wWkK]?)(?:元|块钱?|块|圆|人民币)`, 'g'),
    read: scaled,
  },
  {
    kind: 'money',
    pattern: new RegExp(`(${number})\\s*([万亿wW])(?![〇零一二两三四五六七八九十百千]|[一-龥]*次|分之)`, 'g'),
    read: scaled,
  },
  {
    kind: 'money',
    pattern:
      /([一二两三四五六七八九十百千0-9]+[万千百][零〇一二两三四五六七八九十百千]*)(?![零〇一二两三四五六七八九十百千天个年月日次人份万亿元块%％点分])/g,
    read: (m) => readNumber(m[1] as string),
  },
  {
    kind: 'days',
    pattern: new RegExp(`(${number})\\s*(?:天|个?自然日|个?工作日)`, 'g'),
    read: (m) => readNumber(m[1] as string),
  },
  { kind: 'months', pattern: new RegExp(`(${number})\\s*(?:个月|期)`, 'g'), read: (m) => readNumber(m[1] as string) },
  { kind: 'months', pattern: /半年/g, read: () => 6 },
  { kind: 'years', pattern: new RegExp(`(${number})\\s*年(?!级|代)`, 'g'), read: (m) => readNumber(m[1] as string) },
  {
    kind: 'times',
    pattern: new RegExp(`(${number})\\s*(?:次|回|遍|趟)`, 'g'),
    read: (m) => readNumber(m[1] as string),
  },
  { kind: 'age', pattern: new RegExp(`(${number})\\s*(?:岁|周岁)`, 'g'), read: (m) => readNumber(m[1] as string) },
  {
    kind: 'level',
    pattern: /([RCrc]|风险)\s*([1-5一二三四五])\s*级?/g,
    read: (m) => `${(m[1] as string).toUpperCase() === 'C' ? 'C' : 'R'}${digitOf[m[2] as string]}`,
  },
  {
    kind: 'digits',
    pattern: /[0-9〇零一二三四五六七八九幺两]{4,}/g,
    read: (m) => [...m[0]].map((c) => digitOf[c]).join(''),
  },
];

/** Every quantity of the wanted kind in a text, in reading order, longest first at one place. UTF-16 offsets. */
export const quantitiesIn = (text: string, kind: QuantityKind): Quantity[] => {
  const found: Quantity[] = [];
  for (const reader of readers) {
    if (reader.kind !== kind) continue;
    for (const m of text.matchAll(reader.pattern)) {
      const value = reader.read(m as RegExpExecArray);
      if (typeof value === 'number' && !Number.isFinite(value)) continue;
      found.push({ kind, value, start: m.index, end: m.index + m[0].length });
    }
  }
  found.sort((a, b) => a.start - b.start || b.end - a.end);
  return found.filter((q, i) => !found.slice(0, i).some((before) => before.start <= q.start && q.end <= before.end));
};

/** Whether two quantities say the same: numbers up to rounding in speech (a thousandth), strings exactly. */
export const sameQuantity = (a: number | string, b: number | string): boolean => {
  if (typeof a === 'string' || typeof b === 'string') return String(a) === String(b);
  return Math.abs(a - b) <= Math.max(1e-9, Math.abs(b) * 0.001);
};
