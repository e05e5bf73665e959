import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { rm, writeFile } from 'node:fs/promises';
import { mouthEnvelope } from './envelope.ts';
import { openGrain } from './grain.ts';
import type { DrawnPerson } from './looks.ts';
import { openScene, type Pose, pictureSize } from './scene.ts';

/** Somebody is in the picture only from `startMs` to `endMs`, or out of it between them. */
export type PictureDirection = { person: DrawnPerson; what: 'away' | 'present'; startMs: number; endMs: number };
export type FilmOptions = {
  /** Webm file to write. */
  path: string;
  /** Left: the agent, right: the customer; −1…1, equally long. */
  sound: { left: Float32Array; right: Float32Array; sampleRateHz: number };
  /** Who sits in the picture when no direction says otherwise. */
  people: readonly DrawnPerson[];
  directions?: readonly PictureDirection[];
  fps?: number;
  signal?: AbortSignal;
  /** Part done, 0–1. */
  onProgress?(done: number): void;
};

const usualFps = 15;
/** Time to walk in or out. */
const walkMs = 600;
/** Lips open this much before the sound, as in natural speech. */
const mouthLeadMs = 80;
const blink = { everyMs: 3400, lastsMs: 160 } as const;

/** 0 on the seat, 1 out of the picture. */
export const awayAt = (
  person: DrawnPerson,
  tMs: number,
  options: Pick<FilmOptions, 'people' | 'directions'>,
): number => {
  let away = options.people.includes(person) ? 0 : 1;
  for (const direction of options.directions ?? []) {
    if (direction.person !== person) continue;
    const inside = Math.min(tMs - direction.startMs, direction.endMs - tMs);
    const part = Math.min(1, Math.max(0, inside / walkMs));
    if (inside > 0) away = direction.what === 'away' ? part : 1 - part;
  }
  return away;
};

const interleaved = (left: Float32Array, right: Float32Array): Buffer => {
  const length = Math.max(left.length, right.length);
  const both = new Float32Array(length * 2);
  for (let i = 0; i < length; i++) {
    both[i * 2] = left[i] ?? 0;
    both[i * 2 + 1] = right[i] ?? 0;
  }
  return Buffer.from(both.buffer);
};

const coder = (options: FilmOptions, soundPath: string, fps: number): string[] => [
  ...['-v', 'error', '-y', '-f', 'rawvideo', '-pix_fmt', 'rgb24'],
  ...['-s', `${pictureSize.width}x${pictureSize.height}`, '-r', `${fps}`, '-i', 'pipe:0'],
  ...['-f', 'f32le', '-ar', `${options.sound.sampleRateHz}`, '-ac', '2', '-i', soundPath],
  ...['-map', '0:v', '-map', '1:a', '-c:v', 'libvpx', '-deadline', 'realtime', '-cpu-used', '6', '-b:v', '700k'],
  ...['-g', `${fps * 5}`, '-pix_fmt', 'yuv420p', '-threads', '1', '-c:a', 'libopus', '-b:a', '64k', '-ar', '48000'],
  ...['-metadata', 'comment=drawn people, synthetic voices', options.path],
];

/**
 * Films drawn people who speak the given sound: webm, VP8 640 × 480 and Opus with the agent left, the customer right.
 * Runs the system's ffmpeg on our own pictures. @throws Error with ffmpeg's words, or the signal's reason.
 */
export const filmPeople = async (options: FilmOptions): Promise<void> => {
  const fps = options.fps ?? usualFps;
  const { left, right, sampleRateHz } = options.sound;
  const frames = Math.ceil((Math.max(left.length, right.length) / sampleRateHz) * fps);
  const lead = Math.round((mouthLeadMs / 1000) * fps);
  const cast = [...new Set([...options.people, ...(options.directions ?? []).map((one) => one.person)])];
  const scene = await openScene(cast);
  const grain = openGrain(pictureSize.width, pictureSize.height);
  const mouths: Partial<Record<DrawnPerson, Float32Array>> = {
    agent: mouthEnvelope(left, { sampleRateHz, fps, frames }),
    customer: mouthEnvelope(right, { sampleRateHz, fps, frames }),
  };
  const poses = (frame: number): Pose[] =>
    cast.map((person, index) => {
      const tMs = (frame * 1000) / fps;
      const eyesClosed = (tMs + 900 * index) % blink.everyMs < blink.lastsMs;
      return { person, mouth: mouths[person]?.[frame + lead] ?? 0, eyesClosed, away: awayAt(person, tMs, options) };
    });
  const soundPath = `${options.path}.f32`;
  await writeFile(soundPath, interleaved(left, right));
  try {
    await encode(options, coder(options, soundPath, fps), {
      frames,
      picture: (frame) => {
        const picture = scene.draw((frame * 1000) / fps, poses(frame));
        grain(picture, frame);
        return picture;
      },
    });
  } finally {
    await rm(soundPath, { force: true });
  }
};

const encode = async (
  options: FilmOptions,
  args: string[],
  film: { frames: number; picture(frame: number): Uint8Array },
): Promise<void> => {
  const ffmpeg = spawn('ffmpeg', args, { stdio: ['pipe', 'ignore', 'pipe'] });
  let words = '';
  ffmpeg.stderr.on('data', (chunk) => {
    words = (words + chunk).slice(-2000);
  });
  ffmpeg.stdin.on('error', () => {});
  const ended = new Promise<number>((resolve, reject) => {
    ffmpeg.on('error', reject);
    ffmpeg.on('close', (code) => resolve(code ?? 1));
  });
  ended.catch(() => {});
  try {
    for (let frame = 0; frame < film.frames && ffmpeg.exitCode === null; frame++) {
      options.signal?.throwIfAborted();
      if (!ffmpeg.stdin.write(film.picture(frame))) await Promise.race([once(ffmpeg.stdin, 'drain'), ended]);
      if (frame % 15 === 0) options.onProgress?.(frame / film.frames);
    }
  } catch (error) {
    ffmpeg.kill('SIGKILL');
    throw error;
  }
  ffmpeg.stdin.end();
  const code = await ended;
  if (code !== 0) throw new Error(`the demo film was not made: ffmpeg ended with ${code}: ${words.trim()}`);
  options.onProgress?.(1);
};
