import { buildMatcher, type LabelSpec } from '@mingjian/matching';
import { cpuSeconds, type Draw, drawFrom } from './matching/draw.ts';
import { withNoise } from './matching/noise.ts';
import { flips, parts, phrases } from './matching/phrases.ts';
import { madeLines, utterances } from './matching/texts.ts';

/**
 * Mandated phrases by sound: recall and precision under mishearing, how many phrases with their meaning turned are taken
 * for the phrase, and the speed with sixty phrases. `node bench/fuzzy.ts [--show]` lists the development half's errors.
 */
const POSITIVES = 20;
const TURNED = 4;
const BACKGROUND = 6000;
const show = process.argv.includes('--show');

const labels: LabelSpec[] = phrases.map((phrase, i) => ({
  name: `${i}`,
  any: [],
  seq: [],
  not: [],
  fuzzy: [phrase],
  maxError: 0.25,
  regex: [],
}));
const { which } = buildMatcher(labels);

const before = [
  '嗯',
  '好的',
  '下面我跟您说一下',
  '另外提醒您',
  '请您听清楚',
  '还有一点',
  '您看',
  '',
  '根据规定',
  '那么',
];
const after = [
  '您清楚了吗',
  '您听明白了吗',
  '好吧',
  '请您确认',
  '谢谢',
  '',
  '这一点很重要',
  '您有问题吗',
  '我们继续',
  '嗯',
];
const inFiller = (said: string, draw: Draw): string => {
  const mark = draw.below(2) === 0 ? '，' : '';
  return `${draw.one(before)}${mark}${said}${mark}${draw.one(after)}`;
};
const rendered = (said: string, percent: number, draw: Draw): string => inFiller(withNoise(said, percent, draw), draw);

type Tally = Record<(typeof parts)[number], { accepted: number; of: number }>;
const noTally = (): Tally => ({
  development: { accepted: 0, of: 0 },
  'held out': { accepted: 0, of: 0 },
  fresh: { accepted: 0, of: 0 },
});
const shown = (tally: Tally): string =>
  parts
    .map((part) => {
      const { accepted, of } = tally[part];
      return `${part} ${accepted}/${of} = ${((accepted / of) * 100).toFixed(1)} %`;
    })
    .join(', ');

const turnedAccepted = (percent: number, draw: Draw): { clean: Tally; misheard: Tally } => {
  const [clean, misheard] = [noTally(), noTally()];
  for (const { phrase, said, part } of flips) {
    const count = (tally: Tally, text: string): void => {
      tally[part].of += 1;
      if (!which(text).includes(phrase)) return;
      tally[part].accepted += 1;
      if (show && percent === 15 && part === 'development') console.log(`  accepted ${text} as ${phrases[phrase]}`);
    };
    count(clean, inFiller(said, draw));
    for (let i = 0; i < TURNED; i++) count(misheard, rendered(said, percent, draw));
  }
  return { clean, misheard };
};

const background = (draw: Draw): string[] => [
  ...utterances(BACKGROUND / 2, draw).texts,
  ...madeLines(BACKGROUND / 2, draw),
];

const measure = (percent: number): void => {
  const draw = drawFrom(100 + percent);
  let heard = 0;
  let wrong = 0;
  for (let round = 0; round < POSITIVES; round++)
    phrases.forEach((phrase, i) => {
      const text = rendered(phrase, percent, draw);
      const found = which(text);
      if (found.includes(i)) heard += 1;
      else if (show && percent === 15 && i % 2 === 0 && round < 4) console.log(`  missed   ${phrase} in ${text}`);
      wrong += found.filter((label) => label !== i).length;
    });
  const { clean, misheard } = turnedAccepted(percent, draw);
  const lines = background(draw);
  const raised = lines.filter((line) => which(line).length > 0).length;
  const turned = Object.values(misheard).reduce((sum, { accepted }) => sum + accepted, 0);
  const positives = POSITIVES * phrases.length;
  const precision = heard / (heard + wrong + turned + raised);
  console.log(
    `${percent} % noise: recall ${(heard / positives).toFixed(3)} (${heard}/${positives}), precision ${precision.toFixed(3)}; other phrase ${wrong}, background ${raised}/${lines.length}`,
  );
  console.log(`  turned and misheard, accepted: ${shown(misheard)}`);
  console.log(`  turned, word for word:         ${shown(clean)}`);
};

console.log(
  `${phrases.length} phrases, ${flips.length} turned ones of ${flips.length / 3} phrases; bars at 15 %: recall .97, precision .97, turned accepted 7 % (aim 5 %)`,
);
for (const percent of [0, 10, 15, 20]) measure(percent);

const { texts } = utterances(20_000, drawFrom(5));
let best = 0;
for (let round = 0; round < 4; round++)
  best = Math.max(best, texts.length / cpuSeconds(() => texts.forEach((text) => void which(text))));
console.log(
  `speed with ${phrases.length} phrases: ${Math.round(best).toLocaleString('en')} utterances/s of CPU (aim 60,000)`,
);
