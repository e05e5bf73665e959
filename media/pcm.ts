import { open, rename, rm, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { FileDescription } from '@mingjian/inspection';
import { UnusableInput } from './errors.ts';
import { complaint, inputArgs, OUT, runFfmpeg } from './run.ts';

export type PcmChannel = { path: string; samples: number; channel: 'mono' | 'left' | 'right' };
/** Raw signed 16-bit little-endian mono files at 16 kHz: sample index / 16 = ms on the media clock. */
export type Pcm = { sampleRateHz: 16000; channels: PcmChannel[] };

/** Silence is put where time stamps leave a hole or start late, so that a sample's index is its time. */
const ON_THE_CLOCK = 'aresample=16000:async=1:first_pts=0';

type Plan = { filter: string; outputs: { label: string; channel: PcmChannel['channel'] }[] };

/** Two channels, or two mono tracks, are the two sides of a call; anything else is mixed to one. */
const planFor = (description: FileDescription, split: boolean): Plan => {
  const audio = description.tracks.filter((track) => track.kind === 'audio');
  const sides: Plan['outputs'] = [
    { label: '[l]', channel: 'left' },
    { label: '[r]', channel: 'right' },
  ];
  if (split && audio.length === 1 && audio[0]!.channels === 2)
    return { filter: `[0:a:0]${ON_THE_CLOCK},aformat=channel_layouts=stereo,channelsplit[l][r]`, outputs: sides };
  if (split && audio.length === 2 && audio.every((track) => track.channels === 1))
    return { filter: `[0:a:0]${ON_THE_CLOCK}[l];[0:a:1]${ON_THE_CLOCK}[r]`, outputs: sides };
  return {
    filter: `[0:a:0]${ON_THE_CLOCK},aformat=channel_layouts=mono[m]`,
    outputs: [{ label: '[m]', channel: 'mono' }],
  };
};

/** Cosine of two channels over one second in ten: 1 for the same sound twice, near 0 for two sides of a call. */
const channelCosine = async (left: string, right: string): Promise<number> => {
  const [a, b] = await Promise.all([open(left), open(right)]);
  try {
    const size = Math.min((await a.stat()).size, (await b.stat()).size);
    let [dot, normA, normB] = [0, 0, 0];
    for (let at = 0; at + 32_000 <= size; at += 320_000) {
      const [x, y] = await Promise.all([
        a.read(Buffer.alloc(32_000), 0, 32_000, at),
        b.read(Buffer.alloc(32_000), 0, 32_000, at),
      ]);
      for (let i = 0; i + 1 < x.bytesRead; i += 2) {
        const [p, q] = [x.buffer.readInt16LE(i), y.buffer.readInt16LE(i)];
        dot += p * q;
        normA += p * p;
        normB += q * q;
      }
    }
    return normA === 0 || normB === 0 ? 0 : dot / Math.sqrt(normA * normB);
  } finally {
    await Promise.all([a.close(), b.close()]);
  }
};

/** A microphone heard on both channels is one track, not two sides. Two sides of a call, with an echo at −10 dB, stay below 0.7. */
const SAME_SOUND = 0.9;

/**
 * Decodes the sound to 16 kHz files in `dir`: one `mono.s16`, or `left.s16` and `right.s16` when the recording has two
 * different channels (`channels: 'mono'` always mixes). No audio track: no channels. Throws `UnusableInput` when nothing decodes.
 */
export const extractPcm = async (
  path: string,
  description: FileDescription,
  options: { dir: string; signal?: AbortSignal; channels?: 'mono' | 'auto' },
): Promise<Pcm> => {
  if (!description.tracks.some((track) => track.kind === 'audio')) return { sampleRateHz: 16000, channels: [] };
  const plan = planFor(description, options.channels !== 'mono');
  const files = plan.outputs.map((output) => `${output.channel}.s16`);
  const result = await runFfmpeg(
    [
      ...['-nostdin', '-v', 'error', '-y', '-vn', '-threads', '1', ...inputArgs('ffmpeg')],
      ...['-filter_complex', plan.filter],
      ...plan.outputs.flatMap((output, i) => [
        '-map',
        output.label,
        '-c:a',
        'pcm_s16le',
        '-f',
        's16le',
        `${OUT}/${files[i]}`,
      ]),
    ],
    { input: path, outputDir: options.dir, signal: options.signal },
  );
  const channels = await Promise.all(
    plan.outputs.map(async (output, i): Promise<PcmChannel> => {
      const file = join(options.dir, files[i]!);
      const size = await stat(file).then(
        (s) => s.size,
        () => 0,
      );
      return { path: file, samples: size >> 1, channel: output.channel };
    }),
  );
  if (channels.every((channel) => channel.samples === 0))
    throw new UnusableInput(
      'decoder_failed',
      `${basename(path)}: the sound cannot be decoded (${complaint(result.stderr)})`,
    );
  return { sampleRateHz: 16000, channels: await mergedIfSame(channels, options.dir) };
};

const mergedIfSame = async (channels: PcmChannel[], dir: string): Promise<PcmChannel[]> => {
  const [left, right] = channels;
  if (left === undefined || right === undefined || (await channelCosine(left.path, right.path)) < SAME_SOUND)
    return channels;
  const path = join(dir, 'mono.s16');
  await rename(left.path, path);
  await rm(right.path);
  return [{ path, samples: left.samples, channel: 'mono' }];
};
