import { fileURLToPath } from 'node:url';
import { type Capability, type Engine, startEngine } from '@mingjian/detector-core';
import { type ResolvedModel, type ResolveOptions, resolveModel } from '@mingjian/models';
import type { EngineModels, ObserveRequest } from './engine.ts';
import { type MouthTrack, mouthTracks } from './mouths.ts';
import type { FaceObservation, ObserveWant, RgbFrame } from './observation.ts';
import type { FaceLook } from './runs.ts';

export type MouthLook = { tMs: number; aperture: number };
export type Faces = {
  /** `face.detect`, `face.match`, `face.live`, with the reason and the fix where one is not available. */
  capabilities(): Capability[];
  /** Faces of one picture, largest first. @throws Error when the detector's model is not here, or on a malformed picture. */
  observe(frame: RgbFrame, want?: ObserveWant & { signal?: AbortSignal }): Promise<FaceObservation[]>;
  /** Mouth opening of the largest face, one entry per picture that has a face. */
  observeMouth(frames: AsyncIterable<RgbFrame> | Iterable<RgbFrame>): Promise<MouthLook[]>;
  /** Openings of every mouth, by track: whose voice is it? Faces are followed by place; the longest track first. */
  observeMouths(
    frames: AsyncIterable<RgbFrame> | Iterable<RgbFrame>,
    options?: { signal?: AbortSignal },
  ): Promise<MouthTrack[]>;
  stop(): Promise<void>;
  peakRssBytes(): number;
};
export type FacesOptions = ResolveOptions & { engine?: Engine; resolve?: typeof resolveModel };

const enginePath = fileURLToPath(new URL('./engine.ts', import.meta.url));
const capabilityNames = { human: 'face.detect', 'face-embedding': 'face.match', minifasnet: 'face.live' } as const;
type ModelName = keyof typeof capabilityNames;

const capabilityOf = (name: ModelName, model: ResolvedModel, detector: ResolvedModel): Capability => {
  const missing = [model, detector].find((one) => !one.available);
  if (missing === undefined || missing.available) {
    return { name: capabilityNames[name], available: true, model: model.available ? model.version : null };
  }
  const reason = `not available: model ${missing.name} is ${missing.reason}; ${missing.fix}`;
  return { name: capabilityNames[name], available: false, model: null, reason };
};

const checkFrame = (frame: RgbFrame): void => {
  if (frame.width > 0 && frame.height > 0 && frame.rgb.length === frame.width * frame.height * 3) return;
  throw new Error(
    `the picture at ${frame.tMs} ms is not RGB of ${frame.width} × ${frame.height}: it has ${frame.rgb.length} bytes`,
  );
};

/** Faces in a child process, started with the first picture. Stop it when done. */
export const openFaces = (options: FacesOptions = {}): Faces => {
  const { engine = startEngine(enginePath, { name: 'faces' }), resolve = resolveModel, ...places } = options;
  const model = (name: ModelName) => resolve(name, places);
  const engineModels = (want: ObserveWant): EngineModels => {
    const human = model('human');
    if (!human.available) throw new Error(`no faces: model human is ${human.reason}; ${human.fix}`);
    const embedding = want.embedding ? model('face-embedding') : undefined;
    const liveness = want.live ? model('minifasnet') : undefined;
    return {
      human: human.dir,
      ...(embedding?.available ? { embedding: embedding.file('fr_feature.onnx') } : {}),
      ...(liveness?.available
        ? { liveness: { v2: liveness.file('minifasnet_v2.onnx'), v1se: liveness.file('minifasnet_v1se.onnx') } }
        : {}),
    };
  };
  const observe: Faces['observe'] = async (frame, { signal, ...want } = {}) => {
    checkFrame(frame);
    const request: ObserveRequest = { frame, want, models: engineModels(want) };
    return engine.call<FaceObservation[]>('observe', request, signal === undefined ? {} : { signal });
  };
  return {
    capabilities: () =>
      (Object.keys(capabilityNames) as ModelName[]).map((name) => capabilityOf(name, model(name), model('human'))),
    observe,
    observeMouth: async (frames) => {
      const looks: MouthLook[] = [];
      for await (const frame of frames) {
        const [face] = await observe(frame);
        if (face !== undefined) looks.push({ tMs: frame.tMs, aperture: face.mouthAperture });
      }
      return looks;
    },
    observeMouths: async (frames, options = {}) => {
      const looks: FaceLook[] = [];
      for await (const frame of frames) looks.push({ tMs: frame.tMs, faces: await observe(frame, options) });
      return mouthTracks(looks);
    },
    stop: engine.stop,
    peakRssBytes: engine.peakRssBytes,
  };
};
