import { stat } from 'node:fs/promises';
import { basename } from 'node:path';
import type { FileDescription } from '@mingjian/inspection';
import { sha256File } from './digest.ts';
import { type UnusableCode, UnusableInput } from './errors.ts';
import { INPUT_LIMITS } from './limits.ts';
import { type PacketWalk, rememberWalk, walkPackets } from './packets.ts';
import { complaint } from './run.ts';
import { announcedBytes, sniff } from './sniff.ts';
import { isTrack, kindsOf, type Probed, probeStreams, toTrack } from './streams.ts';

/** The header may be this much longer than the packets before something is missing: 2 % and at least 1 s. */
export const headerSlackMs = (headerMs: number): number => Math.max(1000, headerMs * 0.02);

type Refuse = (code: UnusableCode, reason: string) => never;

const refuser = (path: string): Refuse => {
  const name = basename(path);
  return (code, reason) => {
    throw new UnusableInput(code, `${name}: ${reason}`);
  };
};

const checkedSize = async (path: string, refuse: Refuse): Promise<number> => {
  const found = await stat(path).catch(() => undefined);
  if (found === undefined) return refuse('file_not_found', 'there is no such file, or it may not be read');
  if (!found.isFile()) refuse('not_a_file', 'this is a folder or a device, not a file');
  if (found.size === 0) refuse('file_empty', 'the file is empty (0 bytes)');
  if (found.size > INPUT_LIMITS.bytes)
    refuse('too_big', `the file has ${(found.size / 1024 ** 3).toFixed(1)} GB; at most 2 GB are inspected`);
  return found.size;
};

const refuseNames = async (path: string, refuse: Refuse): Promise<void> => {
  const kind = await sniff(path).catch(() => refuse('file_not_found', 'the file may not be read'));
  if (kind === 'playlist' || kind === 'concat script')
    refuse(
      'refused_playlist',
      `this is a ${kind} that names other files or addresses; nothing it names is opened. Give the recording itself`,
    );
  if (kind === 'text') refuse('not_media', 'this is a text file, not a recording');
};

/** ffmpeg guesses a container even from noise; below this score it found no signature. */
const LEAST_PROBE_SCORE = 20;

const refuseUnreadable = (probed: Probed, refuse: Refuse): void => {
  if (/moov atom not found/.test(probed.stderr))
    refuse(
      'decoder_failed',
      'the index (moov) of this mp4 is missing: the recording was cut off before its end was written',
    );
  if (probed.format === undefined && /matroska|mov,mp4|avi|ogg|asf|flv/.test(probed.stderr))
    refuse('zero_duration', `the file ends before any picture or sound (${complaint(probed.stderr)})`);
  if (probed.format === undefined || (probed.format.probe_score ?? 0) < LEAST_PROBE_SCORE)
    refuse('not_media', `this is no recording in a known format (${complaint(probed.stderr)})`);
  if (!probed.streams.some(isTrack)) refuse('no_streams', 'the file holds neither picture nor sound');
  for (const { width = 0, height = 0 } of probed.streams)
    if (Math.max(width, height) > INPUT_LIMITS.sidePx || width * height > INPUT_LIMITS.pixels)
      refuse(
        'picture_too_large',
        `the picture is ${width}x${height}; at most ${INPUT_LIMITS.sidePx} pixels a side and 16 million pixels are decoded`,
      );
};

const refuseLength = (walk: PacketWalk, probed: Probed, refuse: Refuse): void => {
  if (walk.tracks.length === 0)
    refuse('zero_duration', `the file has a header but no picture and no sound in it (${complaint(probed.stderr)})`);
  if (walk.endS * 1000 < 20) refuse('zero_duration', 'the recording lasts less than 20 ms');
  if (walk.endS * 1000 > INPUT_LIMITS.durationMs)
    refuse(
      'too_long',
      `its time stamps run to ${(walk.endS / 3600).toFixed(1)} hours; at most ${INPUT_LIMITS.durationMs / 3_600_000} hours are inspected`,
    );
};

/** Codec parameters that ffmpeg cannot tell mean a track that cannot be decoded. */
const brokenTracks = (probed: Probed): string[] =>
  probed.streams.filter(isTrack).flatMap((stream) => {
    const known = stream.codec_type === 'audio' ? Number(stream.sample_rate) > 0 : (stream.width ?? 0) > 0;
    return known && stream.codec_name !== undefined
      ? []
      : [`track ${stream.index} (${stream.codec_type ?? 'unknown'}) cannot be decoded`];
  });

const seconds = (ms: number): string => `${(ms / 1000).toFixed(1)} s`;

/** What of the file is not in readable packets, in words. */
const unreadableOf = (walk: PacketWalk, probed: Probed, options: { bytes: number; headerMs: number }): string[] => {
  const found = brokenTracks(probed);
  const { bytes, headerMs } = options;
  const durationMs = walk.endS * 1000;
  if (headerMs - durationMs > headerSlackMs(headerMs))
    found.push(
      `the header says ${seconds(headerMs)}, but only ${seconds(durationMs)} can be read: the rest is missing`,
    );
  else if (walk.complaints.some((line) => /ended prematurely|partial file|Truncat|error reading/i.test(line)))
    found.push(`the end of the file is cut off after ${seconds(durationMs)}`);
  const jump = walk.tracks.flatMap((track) => track.jumps)[0];
  if (jump !== undefined)
    found.push(
      `the time stamps jump back by ${seconds(jump.byS * 1000)} at ${seconds(jump.atS * 1000)}: several recordings were joined in this file`,
    );
  if (/extends beyond end of segment|trailing data/i.test(`${probed.stderr} ${walk.complaints.join(' ')}`))
    found.push('more data follows after the end of the recording: something was appended to this file');
  const unused = bytes - walk.bytes;
  if (unused > 256 * 1024 && unused > bytes * 0.2)
    found.push(
      `${Math.round((unused / bytes) * 100)} % of the file's bytes belong to no picture or sound that can be read`,
    );
  return found;
};

/** What the header claims, ms; for AVI and WAV by the bytes it announces. NaN when it claims nothing. */
const headerLength = async (
  path: string,
  probed: Probed,
  read: { bytes: number; durationMs: number },
): Promise<number> => {
  const announced = await announcedBytes(path);
  if (announced !== undefined && announced > read.bytes * 1.02) return (read.durationMs * announced) / read.bytes;
  return Number(probed.format?.duration) * 1000;
};

const containerOf = (probed: Probed): string => {
  const name = probed.format?.format_name ?? 'unknown';
  if (name.startsWith('matroska')) {
    const web = probed.streams.every((s) => ['vp8', 'vp9', 'av1', 'opus', 'vorbis'].includes(s.codec_name ?? ''));
    return web ? 'webm' : 'mkv';
  }
  if (name.startsWith('mov')) return 'mp4';
  return { asf: 'wmv', live_flv: 'flv' }[name] ?? name;
};

/**
 * Opens a recording by its content (never by its name), reads all its packets without decoding and describes it.
 * Throws `UnusableInput`; a file that can be read in part is described with `unreadable`.
 */
export const probe = async (path: string, options: { signal?: AbortSignal } = {}): Promise<FileDescription> => {
  const refuse = refuser(path);
  const bytes = await checkedSize(path, refuse);
  await refuseNames(path, refuse);
  const named = async <T>(work: Promise<T>): Promise<T> =>
    work.catch((error) => (error instanceof UnusableInput ? refuse(error.code, error.message) : Promise.reject(error)));
  const probed = await named(probeStreams(path, options.signal));
  refuseUnreadable(probed, refuse);
  const walk = await named(walkPackets(path, kindsOf(probed.streams), options.signal));
  refuseLength(walk, probed, refuse);
  const headerMs = await headerLength(path, probed, { bytes, durationMs: walk.endS * 1000 });
  const unreadable = unreadableOf(walk, probed, { bytes, headerMs });
  const description: FileDescription = {
    name: basename(path),
    bytes,
    sha256: await sha256File(path, options.signal),
    container: containerOf(probed),
    durationMs: Math.round(walk.endS * 1000),
    ...(headerMs > 0 ? { headerDurationMs: Math.round(headerMs) } : {}),
    tracks: probed.streams.filter(isTrack).map(toTrack),
    ...(unreadable.length === 0 ? {} : { unreadable }),
  };
  rememberWalk(description, walk);
  return description;
};
