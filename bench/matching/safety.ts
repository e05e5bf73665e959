import { buildMatcher, checkRegex, type LabelSpec, parseGap } from '@mingjian/matching';
import { checkSync } from 'recheck';
import { cpuSeconds, type Draw, drawFrom } from './draw.ts';
import { phrases } from './phrases.ts';

/**
 * No pattern that the linter accepts takes more than 5 ms on any turn of 2,000 characters: patterns are drawn, those that
 * `checkRegex` and `recheck` accept are run on texts made against them. `node bench/matching/safety.ts [patterns]`
 */
const COUNT = Number(process.argv[2] ?? 150);
const LENGTH = 2000;
const BAR_MS = 5;
const draw = drawFrom(41);
const words = ['保证', '收益', '本金', '保', '哈', '哈哈', '哈哈哈', '保证收益', '1', '13', 'a', '逾期', '，'];

const group = (d: Draw): string => `(?:${d.some(words, 1 + d.below(4)).join('|')})`;
const atom = (d: Draw): string =>
  d.one([
    group(d),
    group(d),
    d.one(words),
    '.',
    '[保证收益]',
    '[0-9]',
    '\\d',
    '[^，]',
    '[一-龥]',
    `(?:${d.one(words)}.?${group(d)})`,
  ]);
const count = (d: Draw): string => d.one(['', '', '', '?', '*', '+', '{0,4}', '{1,3}', '{0,24}', '{2,}', '{15,18}']);
const gap = (d: Draw): string => d.one(['.{0,8}', '.{0,24}', '.{2,12}', '.*', '.+', '[^，]{0,20}', '.?']);
const regexOf = (d: Draw): string =>
  Array.from({ length: 2 + d.below(4) }, () => (d.below(3) === 0 ? gap(d) : atom(d) + count(d))).join('');
const gapOf = (d: Draw): string =>
  Array.from({ length: 2 + d.below(3) }, () => d.some(words, 1 + d.below(6)).join('|')).join(
    ` ..${d.one([0, 4, 24, 60, 500])} `,
  );

const empty = { any: [], seq: [], not: [], fuzzy: [], maxError: 0.25, regex: [] };
const toLength = (piece: string): string =>
  piece.repeat(Math.ceil(LENGTH / Math.max(1, piece.length))).slice(0, LENGTH);

/** Texts against a pattern: its own pieces over and over, with and without the last one, near misses, one of everything at the end. */
const against = (source: string, d: Draw): string[] => {
  const own = words.filter((word) => source.includes(word));
  const pieces = own.length > 0 ? own : ['保'];
  const texts = pieces.map((piece) => toLength(piece));
  texts.push(toLength(pieces.join('')), toLength(`${pieces.join('')}，`), toLength('12345678901234567'));
  for (const piece of pieces) {
    const rest = pieces.filter((other) => other !== piece);
    texts.push(
      piece + toLength(rest.join('') || '保').slice(0, LENGTH - 2),
      toLength(rest.join('') || '保').slice(0, LENGTH - 4) + piece,
    );
  }
  for (let i = 0; i < 4; i++)
    texts.push(toLength(Array.from({ length: 40 }, () => d.one([...pieces, '一', '。'])).join('')));
  return texts;
};

/** CPU time of one call, in ms: the least of five, so that compiling and collecting do not count. */
const leastMs = (work: () => unknown): number => {
  let least = Number.POSITIVE_INFINITY;
  for (let i = 0; i < 5 && (i === 0 || least > BAR_MS / 4); i++)
    least = Math.min(least, cpuSeconds(() => void work()) * 1000);
  return least;
};

type Worst = { ms: number; source: string; text: string };
const slowest = (sources: readonly string[], labelOf: (source: string) => LabelSpec): Worst => {
  let worst: Worst = { ms: 0, source: '', text: '' };
  for (const source of sources) {
    const matcher = buildMatcher([labelOf(source)]);
    for (const text of against(source, draw)) {
      const ms = leastMs(() => matcher(text));
      if (ms > worst.ms) worst = { ms, source, text: `${text.slice(0, 24)}…${text.slice(-6)}` };
    }
  }
  return worst;
};
const report = (what: string, { ms, source, text }: Worst): void => {
  console.log(`${what}: slowest ${ms.toFixed(2)} ms (bar ${BAR_MS}): ${source} on ${text}`);
  if (ms > BAR_MS) process.exitCode = 1;
};

const regexes: string[] = [];
const refusals = { subset: 0, recheck: 0 };
while (regexes.length < COUNT) {
  const source = regexOf(draw);
  if (!checkRegex(source).ok) refusals.subset += 1;
  else if (checkSync(source, '', { timeout: 2000 }).status !== 'safe') refusals.recheck += 1;
  else regexes.push(source);
}
console.log(
  `${regexes.length} expressions accepted; refused: ${refusals.subset} by checkRegex, ${refusals.recheck} by recheck`,
);
report(
  'regular expressions',
  slowest(regexes, (source) => ({ ...empty, name: 'x', regex: [source] })),
);
const gaps = Array.from({ length: COUNT * 2 }, () => gapOf(draw));
report(
  `${gaps.length} gap patterns`,
  slowest(gaps, (source) => ({ ...empty, name: 'x', seq: [parseGap(source)], not: ['保证哈'] })),
);

const sixty = buildMatcher(phrases.map((phrase, i) => ({ ...empty, name: `${i}`, fuzzy: [phrase] })));
const like = Array.from({ length: 60 }, (_, i) => `本产品不保证本金和收益第${i + 1}条`);
const twins = buildMatcher(like.map((phrase, i) => ({ ...empty, name: `${i}`, fuzzy: [phrase] })));
for (const [what, matcher, own] of [
  ['sixty phrases', sixty, phrases],
  ['sixty phrases that differ in one word', twins, like],
] as const) {
  let worst: Worst = { ms: 0, source: '', text: '' };
  const texts = own.flatMap((phrase) => [
    toLength(phrase),
    toLength(phrase.slice(0, -2)),
    toLength(phrase.slice(2, 6)),
  ]);
  for (let i = 0; i < 40; i++)
    texts.push(
      toLength(
        draw
          .some(own, 30)
          .map((phrase) => phrase.slice(draw.below(4), 8 + draw.below(6)))
          .join(''),
      ),
    );
  for (const text of texts) {
    const ms = leastMs(() => matcher(text));
    if (ms > worst.ms) worst = { ms, source: what, text: `${text.slice(0, 24)}…` };
  }
  report(what, worst);
}
