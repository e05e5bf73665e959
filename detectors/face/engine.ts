import { serveEngine } from '@mingjian/detector-core';
import { alignFace, sourceScale } from './align.ts';
import { clarity } from './clarity.ts';
import { loadEmbedding } from './embedding.ts';
import { type FoundFace, loadHuman } from './human.ts';
import { type LivenessFiles, loadLiveness } from './liveness.ts';
import { apertures, fivePoints, meshBox } from './mesh.ts';
import type { FaceObservation, ObserveWant, RgbFrame } from './observation.ts';

/** Places of the models; what is not given is not measured. */
export type EngineModels = { human: string; embedding?: string; liveness?: LivenessFiles };
export type ObserveRequest = { frame: RgbFrame; want: ObserveWant; models: EngineModels };

const degrees = (radians: number): number => (radians * 180) / Math.PI;

/** Models are loaded once, at the first picture that needs them. */
const once = <Argument, T>(load: (argument: Argument) => Promise<T>) => {
  let loaded: Promise<T> | undefined;
  return (argument: Argument): Promise<T> => {
    loaded ??= load(argument).catch((error: unknown) => {
      loaded = undefined;
      throw error;
    });
    return loaded;
  };
};
const human = once(loadHuman);
const embedding = once(loadEmbedding);
const liveness = once(loadLiveness);

const described = async (found: FoundFace, { frame, want, models }: ObserveRequest): Promise<FaceObservation> => {
  const points = fivePoints(found.mesh);
  const box = meshBox(found.mesh);
  const aligned = alignFace(frame, points);
  return {
    box,
    score: found.score,
    points,
    ...apertures(found.mesh),
    yawDegrees: degrees(found.yaw),
    pitchDegrees: degrees(found.pitch),
    ...clarity(aligned, sourceScale(points)),
    ...(want.embedding && models.embedding !== undefined
      ? { embedding: await (await embedding(models.embedding))(aligned) }
      : {}),
    ...(want.live && models.liveness !== undefined
      ? { live: await (await liveness(models.liveness))(frame, box) }
      : {}),
  };
};

// One picture at a time: the library keeps its state in the module.
let last: Promise<unknown> = Promise.resolve();
const inOrder = <T>(work: () => Promise<T>): Promise<T> => {
  const next = last.then(work, work);
  last = next.catch(() => {});
  return next;
};

serveEngine({
  observe: (request: ObserveRequest, { signal }: { signal: AbortSignal }) =>
    inOrder(async () => {
      signal.throwIfAborted();
      const detect = await human(request.models.human);
      const faces: FaceObservation[] = [];
      for (const found of await detect(request.frame)) faces.push(await described(found, request));
      return faces.sort((a, b) => b.box[2] * b.box[3] - a.box[2] * a.box[3]);
    }),
});
