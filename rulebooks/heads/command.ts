import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { readCorpus, readExemplars, recordsOf } from '@mingjian/corpus';
import { openMeaning, rememberVectors } from '@mingjian/meaning';
import { encodeHeads, type Heads } from '@mingjian/meaning/heads/index.ts';
import { type Lesson, lessonOfExemplar, lessonsOf } from './lessons.ts';
import { trainOwn } from './own.ts';
import { readReviewed } from './reviewed.ts';
import { shippedHeadsPath } from './shipped.ts';
import { type TrainingStage, trainFrom } from './train.ts';

export type TrainArguments = { reviews?: string; output?: string; heads?: string };

const vectorStore = fileURLToPath(new URL('../../.cache/', import.meta.url));

/** The development part and the written sentences: the test part is never learned from. */
export const corpusLessons = (): Lesson[] => [
  ...recordsOf(readCorpus().records, 'development').flatMap((record) => lessonsOf(record, record.family)),
  ...readExemplars().exemplars.map(lessonOfExemplar),
];

const stages: Record<TrainingStage, string> = { vectors: '句向量 vectors', folds: '分折 folds', heads: '训练 heads' };
const progress = (): ((stage: TrainingStage, done: number, total: number) => void) => {
  let shown = '';
  return (stage, done, total) => {
    const line = `${stages[stage]} ${Math.floor((100 * done) / total)} %`;
    if (line !== shown) process.stderr.write(`${line}\n`);
    shown = line;
  };
};

const report = (heads: Heads): string =>
  heads.labels
    .map((label, k) => {
      const curve = heads.curves[k] as Heads['curves'][number];
      const at = curve.points.find((point) => point.score === 0.5);
      return `${label.padEnd(32)} ${String(curve.positives).padStart(5)} AP ${curve.averagePrecision.toFixed(2)}  ≥0.5: P ${at?.precision.toFixed(2)} R ${at?.recall.toFixed(2)}`;
    })
    .join('\n');

/** `./mj rules train [--reviews FILE [--heads CURRENT]] [--out FILE]`: heads from the corpus, or an institution's own on top of it. */
export const trainCommand = async ({ reviews, output, heads: current }: TrainArguments): Promise<number> => {
  if (reviews !== undefined && output === undefined) throw new Error('--reviews 需要 --out needs --out FILE');
  const meaning = rememberVectors(openMeaning(), vectorStore);
  const options = { meaning, onProgress: progress() };
  try {
    if (reviews === undefined) {
      const heads = await trainFrom(corpusLessons(), options);
      writeFileSync(output ?? shippedHeadsPath, encodeHeads(heads));
      process.stdout.write(`${report(heads)}\n${heads.version}: ${heads.labels.length} 个语义标签 heads\n`);
      return 0;
    }
    const { heads, comparisons } = await trainOwn(corpusLessons(), readReviewed(reviews), {
      ...options,
      ...(current === undefined ? {} : { current }),
    });
    for (const c of comparisons)
      process.stdout.write(
        `${c.installed ? '✓ 启用 installed' : '– 保留原有 kept'} ${c.label}: ${c.hits} 命中 hits, ${c.others} 误判 false alarms, AP ${c.before.toFixed(2)} → ${c.after.toFixed(2)}\n`,
      );
    writeFileSync(output as string, encodeHeads(heads));
    process.stdout.write(`${heads.labels.length} 个语义标签 heads installed\n`);
    return 0;
  } finally {
    await meaning.stop();
  }
};
