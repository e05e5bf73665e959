import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type FaceLook, type FaceObservation, type Faces, type RgbFrame, readPicture } from '@mingjian/face';

/** Short recordings put together by ffmpeg from the real faces of `../shared/data`: who is where when is known exactly. */
export const data = fileURLToPath(new URL('../../../shared/data/', import.meta.url));
export const frame = { width: 640, height: 480 } as const;
const FPS = 25;

/** A face cut out with some room around it. */
export type Cutting = { file: string; crop: { x: number; y: number; side: number }; faceHeight: number };
/** A cutting on the canvas: its centre and the height of its face in pixels, while `fromS` ≤ t < `toS`. */
export type Placed = {
  cutting: Cutting;
  x: number;
  y: number;
  height: number;
  fromS: number;
  toS: number;
  isMirrored?: boolean;
};

const photos = new Map<string, { cutting: Cutting; face: FaceObservation }>();

/** The largest face of a photograph of `../shared/data/faces`, with the rectangle around it. */
export const photo = async (faces: Faces, file: string): Promise<{ cutting: Cutting; face: FaceObservation }> => {
  const known = photos.get(file);
  if (known !== undefined) return known;
  const path = join(data, 'faces', file);
  const picture = await readPicture(readFileSync(path));
  const [face] = await faces.observe(picture, { embedding: true });
  if (face === undefined) throw new Error(`no face is found in ${file}`);
  const [x, y, width, height] = face.box;
  const probe = ['-v', 'error', '-show_entries', 'stream=width,height', '-of', 'csv=p=0', path];
  const [w = 0, h = 0] = spawnSync('ffprobe', probe, { encoding: 'utf8' }).stdout.split(',').map(Number);
  // readPicture makes large pictures smaller and gives small ones a margin of a third.
  const margin = Math.max(w, h) < 320 ? Math.round(Math.max(w, h) / 3) : 0;
  const scale = margin > 0 ? 1 : w / picture.width;
  const centre = { x: (x + width / 2 - margin) * scale, y: (y + height / 2 - margin) * scale };
  const side = Math.min(height * 1.7 * scale, w, h);
  const inside = (at: number, length: number) => Math.max(0, Math.min(length - side, at - side / 2));
  const crop = { x: inside(centre.x, w), y: inside(centre.y, h), side };
  const cutting = { file: path, crop, faceHeight: height * scale };
  photos.set(file, { cutting, face });
  return { cutting, face };
};

/** Filters that lay the placed faces over a soft background; they tremble by some pixels like hand-held pictures. */
const graph = (placed: readonly Placed[], seconds: number): string => {
  const base = `gradients=s=${frame.width}x${frame.height}:c0=0x556070:c1=0x707a80:seed=3:speed=0.00001:d=${seconds}:r=${FPS},format=yuv420p[c0]`;
  const parts = placed.map(({ cutting: { crop, faceHeight }, x, y, height, fromS, toS, isMirrored = false }, i) => {
    const side = 2 * Math.round((crop.side * height) / faceHeight / 2);
    const cut = `crop=${crop.side.toFixed(0)}:${crop.side.toFixed(0)}:${crop.x.toFixed(0)}:${crop.y.toFixed(0)}`;
    const fit = `[${i}:v]${cut},scale=${side}:${side}${isMirrored ? ',hflip' : ''},fps=${FPS}[f${i}]`;
    const at = `x='${x - side / 2}+2*sin(2.1*t+${i})':y='${y - side / 2}+2*sin(1.7*t+${i})'`;
    return `${fit};[c${i}][f${i}]overlay=${at}:shortest=0:eof_action=repeat:enable='between(t,${fromS},${toS - 0.001})'[c${i + 1}]`;
  });
  return [base, ...parts].join(';');
};

/** Composes a scene, codes it with VP8 as a browser would, and decodes a frame every `everyMs`. */
export const compose = (
  placed: readonly Placed[],
  options: { seconds: number; everyMs: number; file: string },
): RgbFrame[] => {
  const { seconds, everyMs, file } = options;
  const inputs = placed.flatMap(({ cutting }) => ['-loop', '1', '-t', String(seconds), '-i', cutting.file]);
  const coder = [
    '-c:v',
    'libvpx',
    '-deadline',
    'realtime',
    '-cpu-used',
    '8',
    '-b:v',
    '3M',
    '-qmin',
    '2',
    '-qmax',
    '24',
  ];
  const made = spawnSync('ffmpeg', [
    ...['-nostdin', '-v', 'error', '-y', ...inputs, '-filter_complex', graph(placed, seconds)],
    ...['-map', `[c${placed.length}]`, '-t', String(seconds), ...coder, file],
  ]);
  if (made.status !== 0) throw new Error(`the scene could not be made: ${String(made.stderr).slice(0, 500)}`);
  return framesOf(file, everyMs);
};

/** Every frame at `everyMs` of a video, as the detector takes it. */
export const framesOf = (file: string, everyMs: number, filter = ''): RgbFrame[] => {
  const { width, height } = frame;
  const filters = [...(filter === '' ? [] : [filter]), `fps=${1000 / everyMs}`, `scale=${width}:${height}`].join(',');
  const { stdout } = spawnSync(
    'ffmpeg',
    ['-v', 'error', '-i', file, '-vf', filters, '-f', 'rawvideo', '-pix_fmt', 'rgb24', '-'],
    {
      maxBuffer: 1 << 30,
    },
  );
  const size = width * height * 3;
  return Array.from({ length: Math.floor(stdout.length / size) }, (_, i) => ({
    ...{ tMs: i * everyMs, width, height },
    rgb: new Uint8Array(stdout.subarray(i * size, (i + 1) * size)),
  }));
};

export const look = async (faces: Faces, frames: readonly RgbFrame[], embedding: boolean): Promise<FaceLook[]> => {
  const looks: FaceLook[] = [];
  for (const one of frames) looks.push({ tMs: one.tMs, faces: await faces.observe(one, { embedding }) });
  return looks;
};
