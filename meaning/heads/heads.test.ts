import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { LabelSpec } from '@mingjian/matching';
import type { Role } from '@mingjian/timeline';
import { DIMENSIONS, type Meaning } from '../meaning.ts';
import { columnCount, DENSE } from './features.ts';
import {
  calibrated,
  curveOf,
  decodeHeads,
  type Example,
  encodeHeads,
  featuresOf,
  type Heads,
  type HeardTurn,
  labelFacts,
  logitsOf,
  openLexicon,
  openTurnScorer,
  operatingPoint,
  plattLine,
  scoresOf,
  trainHeads,
} from './index.ts';

const specs: LabelSpec[] = [
  { name: 'promise', any: ['保本'], seq: [], not: [], fuzzy: [], maxError: 0.2, regex: [] },
  { name: 'greet', any: ['您好'], seq: [], not: [], fuzzy: [], maxError: 0.2, regex: [] },
];
const lexicon = openLexicon(['greet', 'gone', 'promise'], specs);
const heard = (text: string, role: Role = 'agent', direction = 0): HeardTurn => {
  const vector = new Float32Array(DIMENSIONS);
  vector[direction] = 1;
  return { text, role, vector, hits: lexicon.hitsOf(text) };
};
const example = (turn: HeardTurn, positives: number[], before?: HeardTurn): Example => ({
  features: featuresOf(turn, before, lexicon.names.length),
  positives: new Set(positives),
  weights: new Map(positives.map((k) => [k, 4])),
});

test('labels of the packs: their place in the list, denied ones said and not asserted, unknown ones never', () => {
  assert.deepEqual(lexicon.hitsOf('您好，这个保本'), { said: [0, 2], asserted: [0, 2] });
  assert.deepEqual(lexicon.hitsOf('这个不保本'), { said: [2], asserted: [] });
});
test('features: own vector, half of the one before, who spoke, and three columns a label', () => {
  const { dense, columns, values } = featuresOf(heard('保本', 'agent', 1), heard('您好', 'customer', 2), 3);
  assert.equal(dense[1], 1);
  assert.equal(dense[DIMENSIONS + 2], 0.5);
  assert.equal(
    dense.reduce((n, x) => n + (x === 0 ? 0 : 1), 0),
    4,
  );
  const last = [...columns]
    .map((column, i) => [column - (columnCount(3) - 9), values[i]])
    .filter(([c]) => (c as number) >= 0);
  assert.deepEqual(
    last.map(([c]) => c),
    [2, 5, 6],
  );
});

const lessons = (): Example[] =>
  Array.from({ length: 60 }, (_, i) => [
    example(heard(`这个保本${i}`, 'agent', 3), [0]),
    example(heard(`这个不保本${i}`, 'agent', 3), []),
    example(heard(`您好${i}`, 'customer', 4), [1]),
    example(heard(`天气不错${i}`, 'customer', 5), []),
  ]).flat();
const trained = trainHeads(lessons(), { labels: ['p', 'g'], lexiconSize: 3, epochs: 600 });

test('what is taught is learned, denial too, and the same lessons give the same heads', () => {
  const ask = (turn: HeardTurn) => logitsOf(trained, featuresOf(turn, undefined, 3));
  assert.ok((ask(heard('肯定保本', 'agent', 3))[0] as number) > 0);
  assert.ok((ask(heard('不保本的', 'agent', 3))[0] as number) < 0);
  assert.ok((ask(heard('您好您好', 'customer', 4))[1] as number) > 0);
  const again = trainHeads(lessons(), { labels: ['p', 'g'], lexiconSize: 3, epochs: 600 });
  assert.deepEqual(again.weights, trained.weights);
});

const heads: Heads = {
  ...trained,
  lexicon: [...lexicon.names],
  mean: new Float32Array(DIMENSIONS),
  slope: Float32Array.of(1, 2),
  offset: Float32Array.of(0, -0.5),
  curves: [0, 1].map(() => ({ positives: 60, averagePrecision: 1, points: [] })),
  version: 'heads@t',
  dataHash: 'abc',
  embedder: 'sha256:1',
};
test('through the file and back: scores move by less than a hundredth', () => {
  const back = decodeHeads(encodeHeads(heads), 'heads.json');
  assert.deepEqual([back.labels, back.lexicon, back.version], [heads.labels, heads.lexicon, heads.version]);
  for (const { features } of lessons().slice(0, 20)) {
    const [before, after] = [scoresOf(heads, features), scoresOf(back, features)];
    before.forEach((score, k) => {
      assert.ok(Math.abs(score - (after[k] as number)) < 0.01, `${score} ${after[k]}`);
    });
  }
  assert.throws(() => decodeHeads('{', 'x.json'), /x\.json/);
  assert.throws(() => decodeHeads('{"format":"other"}', 'x.json'), /other/);
  assert.throws(() => decodeHeads('{"format":"mingjian.heads/1"}', 'x.json'), /x\.json.*is missing/);
  const cut = { ...JSON.parse(encodeHeads(heads)), lexicon: ['greet'] };
  assert.throws(() => decodeHeads(JSON.stringify(cut), 'x.json'), /weights, wanted/);
});

test("Platt's line: rare and separated becomes sure, without signal it stays at the base rate", () => {
  const separated = Array.from({ length: 200 }, (_, i) => ({ logit: i < 20 ? 2 : -2, right: i < 20 }));
  const { slope, offset } = plattLine(separated);
  const score = (logit: number) => 1 / (1 + Math.exp(-(slope * logit + offset)));
  assert.ok(score(2) > 0.9 && score(-2) < 0.05);
  const far = Array.from({ length: 400 }, (_, i) => ({
    logit: i < 100 ? 30 - (i % 20) : i % 25 === 0 ? 12 : -40,
    right: i < 100,
  }));
  const wide = plattLine(far);
  assert.ok(wide.slope > 0 && wide.slope < 5, `logits far out do not throw the line off: ${wide.slope}`);
  const backwards = Array.from({ length: 200 }, (_, i) => ({ logit: i < 20 ? -2 : 2, right: i < 20 }));
  assert.equal(plattLine(backwards).slope, 0);
});
test('the operating point: lowest place where three of four were right; a head without one stays silent', () => {
  const said = (rights: string) => [...rights].map((c, i) => ({ logit: 10 - i, right: c === '+' }));
  assert.equal(operatingPoint(said('+++-+--------')), 5.5);
  assert.equal(operatingPoint(said('+-+-+--------')), 11);
  const line = calibrated(said('+++-+--------'));
  const score = (logit: number) => 1 / (1 + Math.exp(-(line.slope * logit + line.offset)));
  assert.ok(score(6) > 0.5 && score(5) < 0.5);
});
test('the curve: average precision of a known ranking', () => {
  const turns = [
    { score: 0.9, right: true },
    { score: 0.8, right: false },
    { score: 0.6, right: true },
    { score: 0.1, right: false },
  ];
  const curve = curveOf(turns);
  assert.equal(curve.averagePrecision, Math.round(((1 + 2 / 3) / 2) * 1000) / 1000);
  assert.deepEqual(
    curve.points.find((point) => point.score === 0.5),
    { score: 0.5, precision: 0.667, recall: 1 },
  );
});

test('at work: scores of turns become facts at the time of the turn', async () => {
  const vectors: Record<string, number> = { 这个保本: 3, 您好: 4 };
  const meaning = {
    embed: async (texts: readonly string[]) =>
      texts.map((text) => Float32Array.from({ length: DIMENSIONS }, (_, i) => (i === vectors[text] ? 1 : 0))),
  } as unknown as Meaning;
  const scorer = openTurnScorer([heads], { meaning, specs });
  const turns = [
    { role: 'customer' as const, text: '您好' },
    { role: 'agent' as const, text: '这个保本' },
  ];
  const facts = labelFacts(turns, await scorer.scores(turns), scorer);
  const said = facts.map((fact) => [fact.t, fact.role, fact.value]);
  assert.ok(said.some(([t, role, value]) => t === 1000 && role === 'agent' && value === 'p'));
  assert.ok(said.some(([t, role, value]) => t === 0 && role === 'customer' && value === 'g'));
  assert.ok(facts.every((fact) => fact.name === 'label.score' && fact.model === 'heads@t'));
  assert.equal(DENSE, 2 * DIMENSIONS + 10);
  const silent = {
    ...heads,
    labels: ['p'],
    weights: new Float32Array(heads.weights.length / 2),
    bias: Float32Array.of(-9),
  };
  const over = openTurnScorer([heads, silent], { meaning, specs });
  const [greeting, promise] = await over.scores(turns);
  assert.ok(greeting?.has('g'), 'what the second file does not know, the first says');
  assert.equal(promise?.has('p'), false, 'the second file speaks for its own label');
});
