import { existsSync, readFileSync } from 'node:fs';
import { buildMatcher, type LabelSpec, naiveMatch, parseGap } from '@mingjian/matching';
import { packsFor } from '@mingjian/rulebooks';
import { evaluateConversation, type Finding } from '@mingjian/rules';
import type { Conversation } from '@mingjian/timeline';

/** Speed of matching against the plain matcher at 800 keywords + 300 patterns, and precision and recall per item on spoken conversations. */
const random = (() => {
  let state = 12_345;
  return (n: number) => {
    state = (state * 1_103_515_245 + 12_345) & 0x7fffffff;
    return (state >> 8) % n;
  };
})();
const chars = Array.from({ length: 1200 }, (_, i) => String.fromCharCode(0x4e00 + i * 3));
const word = (n: number) => Array.from({ length: n }, () => chars[random(chars.length)]).join('');
const labelsFor = (keywords: number, patterns: number): LabelSpec[] => {
  const empty = { not: [], fuzzy: [], maxError: 0.25, regex: [] };
  return [
    ...Array.from({ length: keywords }, (_, i) => ({ ...empty, name: `k${i}`, any: [word(3 + random(3))], seq: [] })),
    ...Array.from({ length: patterns }, (_, i) => ({
      ...empty,
      name: `p${i}`,
      any: [],
      seq: [parseGap(`${word(2)}|${word(3)} ..${random(9)} ${word(2)}|${word(3)}`)],
    })),
  ];
};
const perSecond = <T>(texts: readonly T[], work: (text: T) => unknown): number => {
  const from = process.cpuUsage();
  for (const text of texts) work(text);
  const used = process.cpuUsage(from);
  return Math.round((texts.length / (used.user + used.system)) * 1e6);
};
const speed = (): void => {
  const texts = Array.from({ length: 40_000 }, () => word(40));
  const rate: Record<number, number> = {};
  for (const times of [1, 10]) {
    const labels = labelsFor(800 * times, 300 * times);
    const from = performance.now();
    const match = buildMatcher(labels);
    const buildMs = Math.round(performance.now() - from);
    perSecond(texts.slice(0, 5000), match);
    const fast = perSecond(texts, match);
    const slow = perSecond(texts.slice(0, times === 1 ? 1000 : 100), (text) =>
      labels.map((label) => naiveMatch(label, text)),
    );
    rate[times] = fast;
    console.log(
      `${labels.length} patterns: ${fast} utterances/s of CPU, naive ${slow}, ratio ${Math.round(fast / slow)}, built in ${buildMs} ms`,
    );
  }
  console.log(`ten times the rules cost ${((rate[1] ?? 0) / (rate[10] ?? 1)).toFixed(1)} times`);
};

type Truth = { id: string; items: { item: string; verdict: string }[] };
type Score = { tp: number; fn: number; fp: number };
const quality = (): void => {
  const folder = new URL('../../shared/data/calls/', import.meta.url);
  if (!existsSync(folder)) {
    console.log('spoken conversations are not here');
    return;
  }
  const lines = <T>(name: string) =>
    readFileSync(new URL(name, folder), 'utf8')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as T);
  const truths = new Map(lines<Truth>('truth.jsonl').map((truth) => [truth.id, truth]));
  const scores = new Map<string, Score>();
  const conversations = lines<Conversation>('conversations.jsonl');
  for (const conversation of conversations) {
    const { findings } = evaluateConversation(conversation, packsFor(conversation.product));
    const raised = new Set(findings.filter((f: Finding) => f.verdict === 'violated').map((f) => f.item));
    for (const { item, verdict } of truths.get(conversation.id)?.items ?? []) {
      const score = scores.get(item) ?? { tp: 0, fn: 0, fp: 0 };
      if (verdict === 'violated') score[raised.has(item) ? 'tp' : 'fn'] += 1;
      else if (raised.has(item)) score.fp += 1;
      scores.set(item, score);
    }
  }
  for (const [item, s] of [...scores].sort())
    if (s.tp + s.fn + s.fp > 0) console.log(`${item.padEnd(32)} found ${s.tp}, missed ${s.fn}, wrong ${s.fp}`);
  const sum = [...scores.values()].reduce((a, b) => ({ tp: a.tp + b.tp, fn: a.fn + b.fn, fp: a.fp + b.fp }));
  console.log(
    `labelled items: precision ${(sum.tp / (sum.tp + sum.fp)).toFixed(3)}, recall ${(sum.tp / (sum.tp + sum.fn)).toFixed(3)} (packs were written with these texts in sight)`,
  );
  const turns = conversations.reduce((n, c) => n + c.turns.length, 0);
  const rate = perSecond(conversations, (c) => evaluateConversation(c, packsFor(c.product)));
  console.log(`whole evaluation: ${Math.round((rate * turns) / conversations.length)} turns/s of CPU`);
};
speed();
quality();
