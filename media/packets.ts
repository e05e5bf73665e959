import type { FileDescription } from '@mingjian/inspection';
import { PROBE_LIMITS } from './limits.ts';
import { inputArgs, runFfmpeg } from './run.ts';

/** The packets of one track: times in seconds on the media clock (0 = the file's earliest time stamp), in file order. */
export type TrackPackets = {
  index: number;
  kind: 'video' | 'audio';
  /** Presentation times, sorted, seconds. */
  timesS: Float64Array;
  /** The same packets' durations in seconds; 0 where the container tells none. */
  durationsS: Float64Array;
  endS: number;
  bytes: number;
  /** Backward jumps of more than 1 s in decoding order: joined recordings. */
  jumps: { atS: number; byS: number }[];
};
export type PacketWalk = { tracks: TrackPackets[]; startS: number; endS: number; bytes: number; complaints: string[] };
export type Gap = { startMs: number; endMs: number };

type Row = { index: number; t: number; dts: number; duration: number; size: number };

const parseRow = (line: string): Row | undefined => {
  const [index, pts, dts, duration, size] = line.split(',');
  const at = Number.parseFloat(pts ?? '');
  const decoded = Number.parseFloat(dts ?? '');
  const t = Number.isFinite(at) ? at : decoded;
  if (!Number.isFinite(t)) return undefined;
  return {
    index: Number(index),
    t,
    dts: Number.isFinite(decoded) ? decoded : t,
    duration: Number.parseFloat(duration ?? '') || 0,
    size: Number(size) || 0,
  };
};

/** Two hours of 25 frames and 50 sound packets a second is half a million rows; ten times that is an attack. */
const MOST_PACKETS = 5_000_000;

/** Jumps backwards beyond this are another recording's clock, not reordering. */
const JUMP_S = 1;

const toTrack = (rows: Row[], kind: TrackPackets['kind'], startS: number): TrackPackets => {
  const jumps: TrackPackets['jumps'] = [];
  let last = Number.NEGATIVE_INFINITY;
  for (const row of rows) {
    if (row.dts < last - JUMP_S) jumps.push({ atS: last - startS, byS: last - row.dts });
    last = row.dts;
  }
  const sorted = rows.toSorted((a, b) => a.t - b.t);
  return {
    index: rows[0]?.index ?? -1,
    kind,
    timesS: Float64Array.from(sorted, (row) => row.t - startS),
    durationsS: Float64Array.from(sorted, (row) => row.duration),
    endS: sorted.reduce((end, row) => Math.max(end, row.t + row.duration - startS), 0),
    bytes: rows.reduce((sum, row) => sum + row.size, 0),
    jumps,
  };
};

/**
 * Reads every packet's header, without decoding, in the sandbox (0.1 CPU seconds for a minute of 25 fps).
 * `kinds` maps the stream index to its kind; other streams are ignored.
 */
export const walkPackets = async (
  path: string,
  kinds: Map<number, 'video' | 'audio'>,
  signal?: AbortSignal,
): Promise<PacketWalk> => {
  const rows = new Map<number, Row[]>([...kinds.keys()].map((index) => [index, []]));
  let count = 0;
  const take = (line: string) => {
    const row = parseRow(line);
    if (row === undefined || ++count > MOST_PACKETS) return;
    rows.get(row.index)?.push(row);
  };
  const args = [
    '-v',
    'warning',
    ...inputArgs('ffprobe'),
    '-show_entries',
    'packet=stream_index,pts_time,dts_time,duration_time,size',
    '-of',
    'csv=p=0',
  ];
  const result = await runFfmpeg(args, {
    tool: 'ffprobe',
    input: path,
    signal,
    limits: PROBE_LIMITS,
    read: async ({ stdout }) => {
      let rest = '';
      stdout.setEncoding('latin1');
      for await (const chunk of stdout as AsyncIterable<string>) {
        const lines = (rest + chunk).split('\n');
        rest = lines.pop() ?? '';
        for (const line of lines) take(line);
      }
    },
  });
  const all = [...rows].filter(([, list]) => list.length > 0);
  const startS = all.reduce(
    (least, [, list]) => list.reduce((low, row) => Math.min(low, row.t), least),
    Number.POSITIVE_INFINITY,
  );
  const tracks = all.map(([index, list]) => toTrack(list, kinds.get(index) ?? 'audio', startS));
  return {
    tracks,
    startS: Number.isFinite(startS) ? startS : 0,
    endS: tracks.reduce((end, track) => Math.max(end, track.endS), 0),
    bytes: tracks.reduce((sum, track) => sum + track.bytes, 0),
    complaints: result.stderr.split('\n').filter((line) => line.trim() !== ''),
  };
};

const walks = new WeakMap<FileDescription, PacketWalk>();
/** Keeps the walk that `probe` made, so that the quality pass need not walk again in the same process. */
export const rememberWalk = (description: FileDescription, walk: PacketWalk): void => {
  walks.set(description, walk);
};

/** The packets of a probed file, per track; walked once per description. */
export const packetWalk = async (
  path: string,
  description: FileDescription,
  signal?: AbortSignal,
): Promise<PacketWalk> => {
  const known = walks.get(description);
  if (known !== undefined) return known;
  const { streamKinds } = await import('./streams.ts');
  const walk = await walkPackets(path, await streamKinds(path, signal), signal);
  walks.set(description, walk);
  return walk;
};

/** Holes between a packet's end and the next packet, longer than `longerThanMs`. */
export const gapsOf = (track: TrackPackets, longerThanMs: number): Gap[] => {
  const gaps: Gap[] = [];
  for (let i = 1; i < track.timesS.length; i++) {
    const before = track.timesS[i - 1]!;
    const hole = (track.timesS[i]! - before) * 1000;
    const nominal = track.kind === 'audio' ? track.durationsS[i - 1]! * 1000 : 0;
    if (hole - nominal > longerThanMs)
      gaps.push({ startMs: Math.round(before * 1000 + nominal), endMs: Math.round(track.timesS[i]! * 1000) });
  }
  return gaps;
};

/** Frames per second in windows of `windowMs`, from the packet times of a video track. */
export const fpsPerWindow = (track: TrackPackets, windowMs: number): Float64Array => {
  const windows = new Float64Array(Math.max(1, Math.ceil((track.endS * 1000) / windowMs)));
  for (const t of track.timesS) {
    const w = Math.min(windows.length - 1, Math.floor((t * 1000) / windowMs));
    windows[w] = windows[w]! + 1000 / windowMs;
  }
  return windows;
};
