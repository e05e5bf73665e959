import { serveEngine } from '@mingjian/detector-core';
import sharp from 'sharp';
import { findPapers } from './find-paper.ts';
import type { Quad, RgbFrame } from './frame.ts';
import { loadLineFinder } from './ocr/find-lines.ts';
import type { Networks } from './ocr/read-lines.ts';
import { loadRecogniser } from './ocr/recognise.ts';
import { loadTurnedOver } from './ocr/turned-over.ts';
import { printOf } from './print.ts';
import { readPaper } from './read-paper.ts';
import type { PaperReading } from './reading.ts';
import type { PaperLook } from './watch.ts';

/** Places of the four files of PP-OCRv4. */
export type EngineModels = { lines: string; turnedOver: string; recogniser: string; keys: string };
export type ReadRequest = { frame: RgbFrame; models: EngineModels; quad?: Quad | null };
export type GlanceRequest = { frame: RgbFrame };

// One thread for everything: several sessions share the machine.
sharp.concurrency(1);

let loaded: Promise<Networks> | undefined;
const networks = (models: EngineModels): Promise<Networks> => {
  loaded ??= load(models).catch((error: unknown) => {
    loaded = undefined;
    throw error;
  });
  return loaded;
};
const load = async (models: EngineModels): Promise<Networks> => ({
  find: await loadLineFinder(models.lines),
  turnedOver: await loadTurnedOver(models.turnedOver),
  recognise: await loadRecogniser(models.recogniser, models.keys),
});

// One paper at a time: a page takes two hundred megabytes of working memory.
let last: Promise<unknown> = Promise.resolve();
const inOrder = <T>(work: () => Promise<T>): Promise<T> => {
  const next = last.then(work, work);
  last = next.catch(() => {});
  return next;
};

serveEngine({
  read: ({ frame, models, quad }: ReadRequest, { signal }: { signal: AbortSignal }): Promise<PaperReading> =>
    inOrder(async () => {
      signal.throwIfAborted();
      return readPaper(await networks(models), frame, { signal, ...(quad === undefined ? {} : { quad }) });
    }),
  glance: ({ frame }: GlanceRequest): PaperLook[] =>
    findPapers(frame).map((paper) => ({ ...paper, print: printOf(frame, paper.quad) })),
});
