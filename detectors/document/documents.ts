import { fileURLToPath } from 'node:url';
import { type Capability, capabilityFact, type Engine, startEngine } from '@mingjian/detector-core';
import { type ResolvedModel, type ResolveOptions, resolveModel } from '@mingjian/models';
import type { FactDraft } from '@mingjian/timeline';
import { type Document, documentOf } from './document.ts';
import type { EngineModels, GlanceRequest, ReadRequest } from './engine.ts';
import { detector, documentFacts, gapFact, watchFacts } from './facts.ts';
import { checkFrame, type Quad, type RgbFrame } from './frame.ts';
import { readPicture } from './read-picture.ts';
import type { PaperReading } from './reading.ts';
import { bestLook, followPapers, type Look, type PaperLook, type PaperTrack } from './watch.ts';

export type ReadOptions = { signal?: AbortSignal; onDate?: string };
export type Documents = {
  /** `document.read`, with the reason and the fix where it is not available. */
  capabilities(): Capability[];
  /** Reads one paper: a frame, a path, or the bytes of a picture. @throws Error without the model, UnusableInput on bytes that are no picture. */
  readPicture(picture: RgbFrame | string | Uint8Array, options?: ReadOptions): Promise<Document>;
  /** Follows papers through frames (1–5 a second, 640 pixels or wider): shown, held, turned, read once each. */
  watch(frames: AsyncIterable<RgbFrame> | Iterable<RgbFrame>, options?: ReadOptions): Promise<FactDraft[]>;
  stop(): Promise<void>;
  peakRssBytes(): number;
};
export type DocumentsOptions = ResolveOptions & { engine?: Engine; resolve?: typeof resolveModel };

const enginePath = fileURLToPath(new URL('./engine.ts', import.meta.url));
/**
 * Two lines that can be read make a quad a paper; where none can, four places that look like writing on a whole outline do. A blurred
 * room has up to four such places, but its quads run out of the picture (18 recordings without a paper).
 */
const carriesWriting = (reading: PaperReading, cutOff: boolean): boolean =>
  reading.lines.filter(({ text, confidence }) => [...text].length >= 2 && confidence >= 0.6).length >= 2 ||
  (!cutOff && reading.linesFound >= 4);

const filesOf = (model: ResolvedModel): EngineModels => {
  if (!model.available) throw new Error(`no reading: model ${model.name} is ${model.reason}; ${model.fix}`);
  return {
    lines: model.file('ch_PP-OCRv4_det_infer.onnx'),
    turnedOver: model.file('ch_ppocr_mobile_v2.0_cls_infer.onnx'),
    recogniser: model.file('ch_PP-OCRv4_rec_infer.onnx'),
    keys: model.file('ppocr_keys_v1.txt'),
  };
};

const capabilityOf = (model: ResolvedModel): Capability =>
  model.available
    ? { name: 'document.read', available: true, model: model.version }
    : {
        name: 'document.read',
        available: false,
        model: null,
        reason: `not available: model ${model.name} is ${model.reason}; ${model.fix}`,
      };

/** Papers in a child process, started with the first picture. Stop it when done. */
export const openDocuments = (options: DocumentsOptions = {}): Documents => {
  const { engine = startEngine(enginePath, { name: 'documents' }), resolve = resolveModel, ...places } = options;
  const model = () => resolve('ppocr-v4', places);
  const read = (frame: RgbFrame, quad: Quad | undefined, { signal }: ReadOptions) => {
    checkFrame(frame);
    const request: ReadRequest = { frame, models: filesOf(model()), ...(quad === undefined ? {} : { quad }) };
    return engine.call<PaperReading>('read', request, signal === undefined ? {} : { signal });
  };
  const readDocument: Documents['readPicture'] = async (picture, about = {}) => {
    const frame = typeof picture === 'string' || picture instanceof Uint8Array ? await readPicture(picture) : picture;
    return documentOf(await read(frame, undefined, about), about);
  };
  const glance = (frame: RgbFrame, { signal }: ReadOptions) => {
    checkFrame(frame);
    const request: GlanceRequest = { frame };
    return engine.call<PaperLook[]>('glance', request, signal === undefined ? {} : { signal });
  };
  return {
    capabilities: () => [capabilityOf(model())],
    readPicture: readDocument,
    watch: (frames, about = {}) =>
      watched(frames, about, { glance, read, version: () => capabilityOf(model()).model ?? undefined }),
    stop: engine.stop,
    peakRssBytes: engine.peakRssBytes,
  };
};

type Senses = {
  glance(frame: RgbFrame, options: ReadOptions): Promise<PaperLook[]>;
  read(frame: RgbFrame, quad: Quad | undefined, options: ReadOptions): Promise<PaperReading>;
  version(): string | undefined;
};
type Seen = { looks: Look[]; frames: Map<number, RgbFrame>; gaps: FactDraft[] };

const said = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** Frames without a paper are let go at once; of a paper's frames those are kept that may be its best. */
const lookAt = async (
  frames: AsyncIterable<RgbFrame> | Iterable<RgbFrame>,
  about: ReadOptions,
  senses: Senses,
): Promise<Seen> => {
  const seen: Seen = { looks: [], frames: new Map(), gaps: [] };
  let before = 0;
  for await (const frame of frames) {
    about.signal?.throwIfAborted();
    try {
      const papers = await senses.glance(frame, about);
      seen.looks.push({ tMs: frame.tMs, papers });
      if (papers.length > 0) seen.frames.set(frame.tMs, frame);
      if (seen.frames.size > mostFrames) letGo(seen);
    } catch (error) {
      about.signal?.throwIfAborted();
      seen.gaps.push(gapFact({ startMs: before, endMs: frame.tMs }, said(error)));
    }
    before = frame.tMs;
  }
  return seen;
};
/** Forty pictures of 1280 × 720 are 110 MB. */
const mostFrames = 40;
const letGo = (seen: Seen): void => {
  const needed = new Set(followPapers(seen.looks).map((track) => bestLook(track).tMs));
  const newest = seen.looks.at(-1)?.tMs;
  for (const tMs of seen.frames.keys()) if (!needed.has(tMs) && tMs !== newest) seen.frames.delete(tMs);
  // A shaking picture can make more tracks than may be kept: the oldest are then reported as shown without being read.
  for (const tMs of [...seen.frames.keys()].slice(0, Math.max(0, seen.frames.size - mostFrames / 2)))
    seen.frames.delete(tMs);
};

const watched = async (
  frames: AsyncIterable<RgbFrame> | Iterable<RgbFrame>,
  about: ReadOptions,
  senses: Senses,
): Promise<FactDraft[]> => {
  const seen = await lookAt(frames, about, senses);
  const papers: PaperTrack[] = [];
  const facts = [...seen.gaps];
  for (const track of followPapers(seen.looks).filter(({ looks }) => looks.length > 1)) {
    const look = bestLook(track);
    const frame = seen.frames.get(look.tMs);
    if (frame === undefined) continue;
    try {
      const reading = await senses.read(frame, look.cutOff ? undefined : look.quad, about);
      if (!carriesWriting(reading, look.cutOff) || alreadySeen(papers, track)) continue;
      papers.push(track);
      const document = documentOf({ ...reading, cutOff: reading.cutOff || look.cutOff }, about);
      facts.push(...documentFacts(document, look.tMs, senses.version()));
    } catch (error) {
      about.signal?.throwIfAborted();
      facts.push(gapFact(track, said(error)));
    }
  }
  const gap = facts.find((fact) => fact.name === 'document.unmeasured');
  const lost: FactDraft[] =
    gap === undefined
      ? []
      : [
          capabilityFact(
            { name: 'document.read', available: false, model: null, reason: `${gap.reason} (${gap.t}–${gap.end} ms)` },
            detector,
          ),
        ];
  return [...lost, ...facts, ...watchFacts(papers)].sort((a, b) => a.t - b.t);
};

/** The table around a paper and the frame printed on it are quads over the same stretch; the first, more likely one stands. */
const alreadySeen = (papers: readonly PaperTrack[], track: PaperTrack): boolean =>
  papers.some((one) => {
    const overlap = Math.min(one.endMs, track.endMs) - Math.max(one.startMs, track.startMs);
    if (overlap < 0.5 * (track.endMs - track.startMs)) return false;
    const [a, b] = [one.looks[0]!.quad, track.looks[0]!.quad];
    return contains(a, b) || contains(b, a);
  });
const contains = (outer: Quad, inner: Quad): boolean => {
  const [xs, ys] = [outer.map(([x]) => x), outer.map(([, y]) => y)];
  const middle = [inner.reduce((s, [x]) => s + x, 0) / 4, inner.reduce((s, [, y]) => s + y, 0) / 4] as const;
  return (
    middle[0] > Math.min(...xs) &&
    middle[0] < Math.max(...xs) &&
    middle[1] > Math.min(...ys) &&
    middle[1] < Math.max(...ys)
  );
};
