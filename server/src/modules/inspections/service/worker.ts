/**
 * One inspection in a process of its own: a crash of an engine or a runaway recording ends this process, not the server.
 * Started by child.ts with an IPC channel; answers progress, then the result's file or the failure.
 */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { InspectionDocument } from '@mingjian/inspection';
import { extractPcm, waveformPeaks } from '@mingjian/media';
import { inspectRecording, openEngines } from '@mingjian/perception';
import { loadShippedPacks } from '@mingjian/rulebooks';
import type { Product } from '@mingjian/timeline';

export type Order = {
  file: string;
  name: string;
  /** For what is in between; the result is `<dir>/result.json`. */
  dir: string;
  product: string | null;
  fields: Record<string, unknown>;
  roles: string[] | null;
  packs: string[] | null;
  /** The tenant's own meaning heads; the shipped ones alone when absent. */
  headsPath?: string;
};
export type Result = { document: InspectionDocument; peaks: Peaks };
export type Peaks = { perSecond: number; channels: { role: string; peaks: number[] }[] };
export type Answer =
  | { kind: 'progress'; stage: string; done: number }
  | { kind: 'done'; path: string }
  | { kind: 'failed'; code: string; message: string };

const PEAKS_PER_SECOND = 20;
const ending = new AbortController();
const answer = (message: Answer) => new Promise<void>((resolve) => process.send?.(message, () => resolve()));
process.once('message', (order: Order) => void work(order));
process.once('SIGTERM', () => ending.abort());
process.once('disconnect', () => ending.abort());

async function work(order: Order): Promise<void> {
  try {
    const document = await inspect(order);
    const result: Result = { document, peaks: await peaksOf(order, document) };
    const path = join(order.dir, 'result.json');
    await writeFile(path, JSON.stringify(result));
    await answer({ kind: 'done', path });
  } catch (error) {
    const { code, message } = error as Error & { code?: unknown };
    await answer({ kind: 'failed', code: typeof code === 'string' ? code : 'inspection_failed', message });
  }
  process.exit(0);
}

async function inspect(order: Order): Promise<InspectionDocument> {
  const { file, name, product, fields, roles, packs, headsPath } = order;
  const engines = openEngines(headsPath === undefined ? {} : { headsPath });
  const recording = inspectRecording({
    ...{ file, name, fields, engines, signal: ending.signal },
    ...(product === null ? {} : { product: product as Product }),
    ...(roles === null ? {} : { roles: [roles[0], roles[1]] as never }),
    ...(packs === null ? {} : { packs: loadShippedPacks().filter((pack) => packs.includes(pack.pack)) }),
    onProgress: ({ stage, done }) => void answer({ kind: 'progress', stage, done }),
  });
  return recording.finally(() => engines.stop());
}

async function peaksOf({ file, dir, roles }: Order, document: InspectionDocument): Promise<Peaks> {
  const folder = join(dir, 'pcm');
  await mkdir(folder, { recursive: true });
  const { channels } = await extractPcm(file, document.file, { dir: folder, signal: ending.signal });
  const [left = 'agent', right = 'customer'] = roles ?? [];
  const roleOf = { left, right, mono: 'mono' };
  const drawn = channels.map(async ({ path, channel }) => ({
    role: roleOf[channel],
    peaks: Array.from(await waveformPeaks(path, PEAKS_PER_SECOND), (peak) => Math.round(peak * 1000) / 1000),
  }));
  return { perSecond: PEAKS_PER_SECOND, channels: await Promise.all(drawn) };
}
