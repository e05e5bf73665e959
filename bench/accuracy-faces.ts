import { existsSync, readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { cosine, type FaceObservation, matchZones, openFaces, readPicture } from '@mingjian/face';
import { challenges } from './face-scenes/challenges.ts';
import { inBox, together } from './face-scenes/places.ts';
import { row } from './face-scenes/score.ts';

/** Faces on the labelled pictures of `../shared/data/faces`: counts, 1:1 match (EER, FRR at fixed FAR), liveness; and scenes put together from the real faces. `scenes` alone runs only those. */
const folder = fileURLToPath(new URL('../../shared/data/faces/', import.meta.url));
const faces = openFaces();
const rows = (file: string): string[][] =>
  readFileSync(join(folder, file), 'utf8')
    .trim()
    .split('\n')
    .slice(1)
    .map((line) => line.split('\t'));
const look = async (file: string, want: { embedding?: boolean; live?: boolean } = {}): Promise<FaceObservation[]> =>
  faces.observe(await readPicture(readFileSync(join(folder, file))), want);

const share = (scores: number[], test: (score: number) => boolean): number =>
  scores.filter(test).length / Math.max(1, scores.length);

/** The threshold at which false acceptance and false rejection are closest, and both there. */
const equalError = (same: number[], different: number[]) => {
  const at = (threshold: number) => ({
    threshold,
    far: share(different, (score) => score >= threshold),
    frr: share(same, (score) => score < threshold),
  });
  const all = [...same, ...different].map(at);
  const best = all.reduce((a, b) => (Math.abs(a.far - a.frr) <= Math.abs(b.far - b.frr) ? a : b));
  return { eer: (best.far + best.frr) / 2, threshold: best.threshold };
};
const rejectedAt = (same: number[], different: number[], far: number): number => {
  const threshold = different.toSorted((a, b) => b - a)[Math.floor(different.length * far)] ?? 0;
  return share(same, (score) => score <= threshold);
};
const percent = (value: number): string => `${(value * 100).toFixed(1)} %`;

const counts = async () => {
  const table = [];
  for (const [file = '', labelled] of rows('groups.tsv')) {
    table.push({ picture: file, labelled: Number(labelled), found: (await look(file)).length });
  }
  console.table(table);
};

const matches = async () => {
  const pairs = rows('pairs.tsv');
  const embeddings = new Map<string, Float32Array | undefined>();
  for (const file of new Set(pairs.flatMap(([a = '', b = '']) => [a, b]))) {
    embeddings.set(file, (await look(file, { embedding: true }))[0]?.embedding);
  }
  const scored: Record<string, number[]> = { same: [], different: [] };
  for (const [a = '', b = '', same] of pairs) {
    const [one, other] = [embeddings.get(a), embeddings.get(b)];
    if (one !== undefined && other !== undefined) scored[same === '1' ? 'same' : 'different']!.push(cosine(one, other));
  }
  const { same = [], different = [] } = scored;
  const { eer, threshold } = equalError(same, different);
  console.table({
    'pictures without a face found': [...embeddings.values()].filter((one) => one === undefined).length,
    'pairs same / different': `${same.length} / ${different.length}`,
    EER: `${percent(eer)} at ${threshold.toFixed(3)}`,
    'FRR at FAR 1 %': percent(rejectedAt(same, different, 0.01)),
    [`same pairs called same (≥ ${matchZones.same})`]: percent(share(same, (score) => score >= matchZones.same)),
    [`same pairs called different (≤ ${matchZones.different})`]: percent(share(same, (s) => s <= matchZones.different)),
    'different pairs called same': percent(share(different, (score) => score >= matchZones.same)),
    'different pairs called different': percent(share(different, (score) => score <= matchZones.different)),
  });
};

const liveness = async () => {
  const table = [];
  for (const [file = '', label] of rows('antispoof.tsv')) {
    const [face] = await look(file, { live: true });
    table.push({ picture: file, label, 'P(live)': face?.live?.probability.toFixed(3) ?? 'not available' });
  }
  console.table(table);
};

/** Precision and recall on scenes whose truth is known because they were put together. */
const scenes = async () => {
  const dir = await mkdtemp(join(tmpdir(), 'mj-face-scenes-'));
  try {
    console.table(
      [...(await inBox(faces, dir)), ...(await together(faces, dir)), ...(await challenges(faces, dir))].map(row),
    );
  } finally {
    await rm(dir, { recursive: true, force: true });
  }
};

try {
  const detect = faces.capabilities().find((one) => one.name === 'face.detect');
  if (!existsSync(folder)) console.log('nothing measured: the labelled pictures (../shared/data/faces) are not here');
  else if (!detect?.available) console.log(`nothing measured: ${detect?.reason}`);
  else {
    if (process.argv[2] !== 'scenes') {
      await counts();
      await matches();
      await liveness();
    }
    await scenes();
  }
} finally {
  await faces.stop();
}
