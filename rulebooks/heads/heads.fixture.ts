/** For tests: a small heads file as training writes it; its heads believe in nothing (score 0.018 for every turn). */
import { existsSync } from 'node:fs';
import { columnCount } from '@mingjian/meaning/heads/features.ts';
import { encodeHeads, type Heads } from '@mingjian/meaning/heads/index.ts';
import { readHeads, shippedHeadsPath } from './shipped.ts';

/** Of the shipped heads, so that both can stand side by side. */
const embedder = existsSync(shippedHeadsPath) ? readHeads(shippedHeadsPath).embedder : 'embedder@test';

export const smallHeads = (labels: string[], more: Partial<Heads> = {}): string =>
  encodeHeads({
    labels,
    lexicon: ['promise'],
    mean: new Float32Array(384),
    weights: new Float32Array(columnCount(1) * labels.length),
    bias: new Float32Array(labels.length).fill(-4),
    slope: new Float32Array(labels.length).fill(1),
    offset: new Float32Array(labels.length),
    curves: labels.map(() => ({ positives: 9, averagePrecision: 0.5, points: [] })),
    version: 'heads@own+0001',
    dataHash: '0001',
    embedder,
    ...more,
  });
