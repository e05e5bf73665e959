import type { MediaTrack } from '@mingjian/inspection';
import { PROBE_LIMITS } from './limits.ts';
import { inputArgs, runFfmpeg } from './run.ts';

type ProbedStream = {
  index: number;
  codec_type?: string;
  codec_name?: string;
  width?: number;
  height?: number;
  avg_frame_rate?: string;
  sample_rate?: string;
  channels?: number;
  disposition?: Record<string, number>;
  tags?: Record<string, string>;
  side_data_list?: { rotation?: number }[];
};
export type Probed = {
  streams: ProbedStream[];
  format?: { format_name?: string; duration?: string; probe_score?: number };
  exitCode: number;
  stderr: string;
};

const ratio = (text: string | undefined): number | undefined => {
  const [top, bottom] = (text ?? '').split('/').map(Number);
  return top && bottom ? Math.round((top / bottom) * 100) / 100 : undefined;
};

/** Clockwise degrees from the display matrix (counter-clockwise in ffprobe) or the old `rotate` tag. */
const rotationOf = (stream: ProbedStream): number => {
  const matrix = stream.side_data_list?.find((data) => data.rotation !== undefined)?.rotation;
  const degrees = matrix === undefined ? Number(stream.tags?.rotate ?? 0) : -matrix;
  return (((Math.round(degrees / 90) * 90) % 360) + 360) % 360;
};

/** A cover picture in a sound file is no video track. */
export const isTrack = (stream: ProbedStream): boolean =>
  stream.codec_type === 'audio' || (stream.codec_type === 'video' && stream.disposition?.attached_pic !== 1);

export const toTrack = (stream: ProbedStream): MediaTrack => {
  const codec = stream.codec_name ?? 'unknown';
  if (stream.codec_type === 'audio')
    return { kind: 'audio', codec, sampleRateHz: Number(stream.sample_rate) || 0, channels: stream.channels ?? 0 };
  const fps = ratio(stream.avg_frame_rate);
  const rotation = rotationOf(stream);
  return {
    kind: 'video',
    codec,
    width: stream.width ?? 0,
    height: stream.height ?? 0,
    ...(fps === undefined ? {} : { fps }),
    ...(rotation === 0 ? {} : { rotation }),
  };
};

/** ffprobe's view of headers and streams, read in the sandbox. */
export const probeStreams = async (path: string, signal?: AbortSignal): Promise<Probed> => {
  const chunks: Buffer[] = [];
  const args = ['-v', 'warning', ...inputArgs('ffprobe'), '-show_format', '-show_streams', '-of', 'json'];
  const result = await runFfmpeg(args, {
    tool: 'ffprobe',
    input: path,
    signal,
    limits: PROBE_LIMITS,
    read: async ({ stdout }) => {
      for await (const chunk of stdout) chunks.push(chunk as Buffer);
    },
  });
  const text = Buffer.concat(chunks).toString('utf8');
  const parsed = (text.trim() === '' ? {} : JSON.parse(text)) as Partial<Probed>;
  return {
    streams: parsed.streams ?? [],
    ...(parsed.format === undefined ? {} : { format: parsed.format }),
    exitCode: result.exitCode,
    stderr: result.stderr,
  };
};

/** Stream index → kind, for the packet walk. */
export const kindsOf = (streams: ProbedStream[]): Map<number, 'video' | 'audio'> =>
  new Map(streams.filter(isTrack).map((stream) => [stream.index, stream.codec_type === 'audio' ? 'audio' : 'video']));

export const streamKinds = async (path: string, signal?: AbortSignal): Promise<Map<number, 'video' | 'audio'>> =>
  kindsOf((await probeStreams(path, signal)).streams);
