import { createHash } from 'node:crypto';
import { availableParallelism } from 'node:os';
import { type Meaning, meanVector } from '@mingjian/meaning';
import {
  calibrated,
  curveOf,
  type Example,
  type Heads,
  logitsOf,
  openLexicon,
  type Trained,
} from '@mingjian/meaning/heads/index.ts';
import { examplesOf, vectorsOf } from './examples.ts';
import { foldsOf, inTurn, trainInThread } from './folds.ts';
import type { Lesson } from './lessons.ts';
import { lexiconSpecs } from './lexicon.ts';

const foldCount = 3;
/** Fewer positive turns teach nothing that carries over. */
const leastPositives = 8;
/** A head that finds its own unseen families no better than this is left out: it would only make noise. */
const leastAveragePrecision = 0.05;
const heads1 = '1.0.0';

export type TrainingStage = 'vectors' | 'folds' | 'heads';
export type TrainingOptions = {
  meaning: Meaning;
  onProgress?: (stage: TrainingStage, done: number, total: number) => void;
};

const hashOf = (lessons: readonly Lesson[]): string => {
  const hash = createHash('sha256');
  for (const { turn, before, carries, resembles, unknown } of lessons)
    hash.update(`${JSON.stringify([turn.role, turn.text, before?.text ?? '', carries, resembles, unknown])}\n`);
  return hash.digest('hex');
};

/** Labels with enough turns to learn from, sorted. */
const labelsOf = (lessons: readonly Lesson[]): string[] => {
  const counts = new Map<string, number>();
  for (const lesson of lessons) for (const item of lesson.carries) counts.set(item, (counts.get(item) ?? 0) + 1);
  return [...counts]
    .filter(([, count]) => count >= leastPositives)
    .map(([item]) => item)
    .sort();
};

type Unseen = { logit: number; right: boolean };
/** Log-odds of every looked-at turn by heads that did not learn from its family, per label; unknown ones left out. */
const unseenOf = (
  trained: readonly Trained[],
  folds: readonly { look: number[] }[],
  examples: readonly Example[],
): Unseen[][] => {
  const unseen: Unseen[][] = (trained[0] as Trained).labels.map(() => []);
  folds.forEach(({ look }, fold) => {
    for (const i of look) {
      const example = examples[i] as Example;
      logitsOf(trained[fold] as Trained, example.features).forEach((logit, k) => {
        if (example.weights.get(k) !== 0) unseen[k]?.push({ logit, right: example.positives.has(k) });
      });
    }
  });
  return unseen;
};

/** The heads of some labels, by place. */
export const pick = (heads: Heads, kept: readonly number[]): Heads => {
  const count = heads.labels.length;
  const columns = heads.weights.length / count;
  const weights = new Float32Array(columns * kept.length);
  for (let column = 0; column < columns; column++)
    kept.forEach((k, j) => {
      weights[column * kept.length + j] = heads.weights[column * count + k] as number;
    });
  const numbers = (of: Float32Array): Float32Array => Float32Array.from(kept, (k) => of[k] as number);
  return {
    ...heads,
    labels: kept.map((k) => heads.labels[k] as string),
    weights,
    bias: numbers(heads.bias),
    slope: numbers(heads.slope),
    offset: numbers(heads.offset),
    curves: kept.map((k) => heads.curves[k] as Heads['curves'][number]),
  };
};

/**
 * Heads from lessons: vectors, features, three folds by family for the calibration and the measured curves, then one training on all.
 * The same lessons, packs and embedder give the same heads on one machine type.
 */
export const trainFrom = async (lessons: readonly Lesson[], options: TrainingOptions): Promise<Heads> => {
  const { meaning, onProgress } = options;
  const labels = labelsOf(lessons);
  const specs = lexiconSpecs();
  const lexicon = openLexicon(
    specs.map((spec) => spec.name),
    specs,
  );
  const texts = lessons.flatMap((lesson) => [
    lesson.turn.text,
    ...(lesson.before === undefined ? [] : [lesson.before.text]),
  ]);
  const vectors = await vectorsOf(texts, {
    meaning,
    onProgress: (done, total) => onProgress?.('vectors', done, total),
  });
  const mean = meanVector([...vectors.values()]);
  const examples = examplesOf(lessons, { labels, lexicon, vectors, mean });
  const sizes = { labels, lexiconSize: lexicon.names.length };
  const folds = foldsOf(
    lessons.map((lesson) => lesson.group),
    examples,
    foldCount,
  );
  let done = 0;
  onProgress?.('folds', 0, foldCount);
  const trained = await inTurn(
    folds,
    async ({ learn }) => {
      const net = await trainInThread(learn, sizes);
      onProgress?.('folds', ++done, foldCount);
      return net;
    },
    Math.min(foldCount, availableParallelism()),
  );
  const unseen = unseenOf(trained, folds, examples);
  const lines = unseen.map(calibrated);
  const curves = unseen.map((turns, k) => {
    const { slope, offset } = lines[k] as { slope: number; offset: number };
    return curveOf(turns.map(({ logit, right }) => ({ score: 1 / (1 + Math.exp(-(slope * logit + offset))), right })));
  });
  onProgress?.('heads', 0, 1);
  const all = await trainInThread(examples, sizes);
  onProgress?.('heads', 1, 1);
  const dataHash = hashOf(lessons);
  const [embedder] = meaning.capabilities();
  const heads: Heads = {
    ...all,
    lexicon: [...lexicon.names],
    mean,
    slope: Float32Array.from(lines, (line) => line.slope),
    offset: Float32Array.from(lines, (line) => line.offset),
    curves,
    version: `heads@${heads1}+${dataHash.slice(0, 8)}`,
    dataHash,
    embedder: embedder?.model ?? '',
  };
  return pick(
    heads,
    [...labels.keys()].filter(
      (k) => (curves[k] as { averagePrecision: number }).averagePrecision >= leastAveragePrecision,
    ),
  );
};
