import { buildMatcher } from '@mingjian/matching';
import { cpuSeconds, drawFrom } from './matching/draw.ts';
import { re2Set } from './matching/re2.ts';
import { labelsOf, type RuleSet, ruleSet } from './matching/ruleset.ts';
import { utterances } from './matching/texts.ts';

/**
 * Text matching at 800 keywords + 300 regular expressions and at ten times that, against `includes` + `RegExp` and
 * RE2.Set, in CPU time, with a checksum over the pairs (utterance, rule). `node bench/matching.ts [utterances]`
 */
const COUNT = Number(process.argv[2] ?? 60_000);
const CHECKED = 3000;

type Which = (text: string) => readonly number[];
const naive = ({ keywords, regexes }: RuleSet): Which => {
  const compiled = regexes.map((source) => new RegExp(source));
  return (text) => {
    const out: number[] = [];
    for (let i = 0; i < keywords.length; i++) if (text.includes(keywords[i] as string)) out.push(i);
    for (let i = 0; i < compiled.length; i++) if (compiled[i]?.test(text)) out.push(keywords.length + i);
    return out;
  };
};

/** Sum over pairs: the same pairs give the same sum in whatever order. */
const checksum = (texts: readonly string[], which: Which): string => {
  let pairs = 0;
  let sum = 0;
  texts.forEach((text, at) => {
    for (const rule of new Set(which(text))) {
      pairs += 1;
      sum = (sum + Math.imul(at * 16_384 + rule + 1, 0x9e3779b1)) >>> 0;
    }
  });
  return `${pairs} pairs ${sum.toString(16).padStart(8, '0')}`;
};

/** Utterances per CPU second: the best of three rounds after one to warm up. */
const rateOf = (texts: readonly string[], work: (text: string) => unknown, rounds = 3): number => {
  let best = 0;
  for (let round = 0; round <= rounds; round++) {
    const used = cpuSeconds(() => {
      for (const text of texts) work(text);
    });
    if (round > 0 || rounds === 0) best = Math.max(best, texts.length / used);
  }
  return best;
};
const shown = (rate: number): string => `${Math.round(rate).toLocaleString('en')}/s`;

const { texts, shared } = utterances(COUNT, drawFrom(5));
const characters = texts.reduce((sum, text) => sum + text.length, 0) / texts.length;
console.log(`${COUNT} utterances, ${characters.toFixed(0)} characters each, ${shared} of them shared turns`);
const rates: number[] = [];
for (const times of [1, 10]) {
  const rules = ruleSet(800 * times, 300 * times, drawFrom(11));
  const labels = labelsOf(rules);
  console.log(
    `\n${rules.keywords.length} keywords + ${rules.regexes.length} regular expressions${rules.shared ? ', the shared set among them' : ''}`,
  );
  let build = Number.POSITIVE_INFINITY;
  for (let i = 0; i < 3; i++)
    build = Math.min(
      build,
      cpuSeconds(() => void buildMatcher(labels)),
    );
  const matcher = buildMatcher(labels);
  const slow = naive(rules);
  const few = texts.slice(0, times === 1 ? CHECKED : CHECKED / 5);
  const slowRate = rateOf(few.slice(0, 1500 / times), slow, 1);
  const fastRate = rateOf(texts, matcher.which);
  const spanRate = rateOf(texts, matcher);
  rates.push(fastRate);
  const [mine, theirs] = [checksum(few, matcher.which), checksum(few, slow)];
  console.log(`rebuild                 ${(build * 1000).toFixed(0)} ms of CPU${times === 1 ? ' (bar 250)' : ''}`);
  console.log(`naive                   ${shown(slowRate)}`);
  console.log(`which labels            ${shown(fastRate)} = ${(fastRate / slowRate).toFixed(0)} x naive (bar 50)`);
  console.log(`labels with all places  ${shown(spanRate)} = ${(spanRate / slowRate).toFixed(0)} x naive`);
  console.log(`checksum on ${few.length}: ${mine}, naive ${theirs}: ${mine === theirs ? 'equal' : 'NOT EQUAL'}`);
  if (mine !== theirs) process.exitCode = 1;
  const set = await re2Set([...rules.keywords.map((word) => RegExp.escape(word)), ...rules.regexes]);
  if ('missing' in set) console.log(`RE2.Set                 ${set.missing}`);
  else {
    const warm = rateOf(texts.slice(0, 10_000), set.match, 1);
    const cold = rateOf(texts, set.match, 0);
    const same = checksum(few, set.match) === theirs;
    console.log(
      `RE2.Set (${set.name})     ${shown(warm)} on 10,000 warm, ${shown(cold)} on all; result ${same ? 'equal' : 'NOT EQUAL'}; ours is ${(fastRate / cold).toFixed(0)} x`,
    );
  }
}
console.log(`\nten times the rules cost ${((rates[0] as number) / (rates[1] as number)).toFixed(2)} times (bar 3)`);
