import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { enlarged, enlargement } from './enlarge.ts';
import type { Mesh } from './mesh.ts';
import type { RgbFrame } from './observation.ts';

export type FoundFace = { mesh: Mesh; score: number; yaw: number; pitch: number };
type HumanFace = {
  mesh: [number, number, number][];
  boxScore: number;
  rotation: { angle: { yaw: number; pitch: number } } | null;
};
type Tensor = { dispose(): void };
type HumanLibrary = {
  load(): Promise<void>;
  detect(input: Tensor): Promise<{ face: HumanFace[]; error: string | null }>;
  tf: { tensor3d(data: Int32Array, shape: [number, number, number], type: 'int32'): Tensor };
};

const require = createRequire(import.meta.url);
const off = { enabled: false } as const;
const everyFrame = { skipFrames: 0, skipTime: 0 } as const;
/** Faces beyond this many are not looked at; a sale has two or three people, a group picture a few dozen. */
const mostFaces = 40;

const configuration = (modelsDir: string) => ({
  backend: 'wasm',
  wasmPath: `${dirname(require.resolve('@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm.wasm'))}/`,
  wasmPlatformFetch: false,
  modelBasePath: `${pathToFileURL(modelsDir).href}/`,
  cacheModels: false,
  cacheSensitivity: 0,
  skipAllowed: false,
  debug: false,
  async: false,
  warmup: 'none',
  filter: off,
  gesture: off,
  body: off,
  hand: off,
  object: off,
  segmentation: off,
  face: {
    enabled: true,
    detector: { rotation: true, maxDetected: mostFaces, minConfidence: 0.2, ...everyFrame },
    mesh: { enabled: true },
    attention: off,
    iris: off,
    emotion: off,
    description: off,
    antispoof: off,
    liveness: off,
  },
});

/** The library fetches its weights; here they are files, and nothing else may be fetched. */
const serveFilesOnly = (): void => {
  globalThis.fetch = (async (input: string | URL | Request) => {
    const address = String(input instanceof Request ? input.url : input);
    if (!address.startsWith('file:')) throw new Error(`the face engine reads files only, not ${address}`);
    return new Response(await readFile(fileURLToPath(address)));
  }) as typeof fetch;
};

/**
 * Face detector and 468-point mesh of `@vladmandic/human` on one thread of WebAssembly.
 * Its models are global in the process, so one process holds one of these.
 */
export const loadHuman = async (modelsDir: string): Promise<(frame: RgbFrame) => Promise<FoundFace[]>> => {
  serveFilesOnly();
  // The package's `node` export needs tfjs-node, and the wasm build is not exported: it is loaded by its place.
  const main = dirname(require.resolve('@vladmandic/human'));
  const { Human } = require(join(main, 'human.node-wasm.js')) as {
    Human: new (config: object) => HumanLibrary;
  };
  const human = new Human(configuration(modelsDir));
  await human.load();
  return async (frame) => {
    const factor = enlargement(frame.width, frame.height);
    const shape: [number, number, number] = [frame.height * factor, frame.width * factor, 3];
    const tensor = human.tf.tensor3d(enlarged(frame.rgb, frame.width, factor), shape, 'int32');
    try {
      const result = await human.detect(tensor);
      if (result.error) throw new Error(`face detector: ${result.error}`);
      return result.face
        .filter((face) => face.mesh.length >= 468)
        .map((face) => ({
          mesh: face.mesh.map(([x, y, z]) => [x / factor, y / factor, z] as const),
          score: face.boxScore,
          yaw: face.rotation?.angle.yaw ?? 0,
          pitch: face.rotation?.angle.pitch ?? 0,
        }));
    } finally {
      tensor.dispose();
    }
  };
};
