import { syllables } from './repair.ts';

const digits = '零一二三四五六七八九';

/** Digits as they are spoken: `value` reads 50 as 五十, `each` as 五零; percent signs become 百分之. */
export const spoken = (text: string, reading: 'value' | 'each'): string =>
  text
    .normalize('NFKC')
    .replace(/(\d+(?:\.\d+)?)%/g, '百分之$1')
    .replace(/\d+(\.\d+)?/g, (number) => {
      const [whole, part] = number.split('.') as [string, string?];
      const each = (s: string) => [...s].map((d) => digits[Number(d)]).join('');
      const head = reading === 'value' && whole.length < 9 ? inWords(Number(whole)) : each(whole);
      return part === undefined ? head : `${head}点${each(part)}`;
    })
    .replace(/[^\p{L}\p{N}]/gu, '')
    .toLowerCase();

const inWords = (n: number): string => {
  if (n >= 10000)
    return (
      inWords(Math.floor(n / 10000)) +
      '万' +
      (n % 10000 === 0 ? '' : (n % 10000 < 1000 ? '零' : '') + inWords(n % 10000))
    );
  let words = '';
  for (const [unit, name] of [
    [1000, '千'],
    [100, '百'],
    [10, '十'],
    [1, ''],
  ] as const) {
    const digit = Math.floor(n / unit) % 10;
    if (digit > 0) words += `${digits[digit]}${name}`;
    else if (words !== '' && !words.endsWith('零') && n % unit > 0) words += '零';
  }
  return (words === '' ? '零' : words).replace(/^一十/, '十');
};

/** Substitutions, insertions and deletions between two sequences. */
export const editDistance = (a: readonly string[], b: readonly string[]): number => {
  let row = b.map((_, i) => i).concat(b.length);
  a.forEach((x, i) => {
    const next = [i + 1];
    b.forEach((y, j) => {
      next.push(Math.min((row[j] as number) + (x === y ? 0 : 1), (row[j + 1] as number) + 1, (next[j] as number) + 1));
    });
    row = next;
  });
  return row.at(-1) as number;
};

export type ErrorCount = { characters: number; wrong: number; wrongSyllables: number };

/** Character and toneless-syllable errors of `heard` against `said`; of the readings of digits the kinder one counts. */
export const countErrors = (said: string, heard: string): ErrorCount => {
  const wanted = [...spoken(said, 'value')];
  const best = (of: (text: string) => string[]) =>
    Math.min(...(['value', 'each'] as const).map((r) => editDistance(of(wanted.join('')), of(spoken(heard, r)))));
  return { characters: wanted.length, wrong: best((text) => [...text]), wrongSyllables: best(syllables) };
};
