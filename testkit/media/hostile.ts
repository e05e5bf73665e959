import { randomBytes } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { AAC, ffmpeg, H264, makeRecording } from './make-recording.ts';

/** One hostile file: its path and how an honest reader answers it. */
export type HostileFile = { path: string; expect: 'refused' | 'partial' | 'either'; code?: string };

/** Writes a big-endian double over the Duration element of a Matroska header (id 0x4489, length 8). */
const withDuration = (webm: Buffer, durationMs: number): Buffer => {
  const at = webm.indexOf(Buffer.from([0x44, 0x89, 0x88]));
  if (at < 0) throw new Error('no Duration element in this webm');
  const copy = Buffer.from(webm);
  copy.writeDoubleBE(durationMs, at + 3);
  return copy;
};

const mp4Size = (mp4: Buffer, width: number, height: number): Buffer => {
  const copy = Buffer.from(mp4);
  // Width and height stand 24 bytes into the sample entry avc1.
  const at = copy.indexOf('avc1', copy.indexOf('stsd'));
  copy.writeUInt16BE(width, at + 28);
  copy.writeUInt16BE(height, at + 30);
  return copy;
};

/** Makes the files an attacker or a broken recorder would hand in. `listener` is an address that must never be asked. */
export const makeHostileFiles = async (
  dir: string,
  options: { listener: string; secret: string },
): Promise<HostileFile[]> => {
  const at = (name: string) => join(dir, name);
  await makeRecording(at('base.webm'), { durationS: 4 });
  await makeRecording(at('base.mp4'), { durationS: 4, video: H264, audio: AAC });
  const [webm, mp4] = await Promise.all([readFile(at('base.webm')), readFile(at('base.mp4'))]);
  await ffmpeg(['-f', 'lavfi', '-i', 'color=s=16384x64:d=0.2:r=5', '-c:v', 'mjpeg', '-strict', '-1', at('wide.avi')]);
  const files: [string, Buffer | string, HostileFile['expect'], string?][] = [
    ['empty.mp4', '', 'refused', 'file_empty'],
    ['random.webm', randomBytes(200_000), 'refused', 'not_media'],
    ['text.mp4', 'this is not a film\n'.repeat(20), 'refused', 'not_media'],
    ['list.m3u8', `#EXTM3U\n#EXTINF:5,\n${options.listener}/a.ts\n#EXT-X-ENDLIST\n`, 'refused', 'refused_playlist'],
    ['list.webm', `#EXTM3U\n#EXTINF:5,\nfile://${options.secret}\n#EXT-X-ENDLIST\n`, 'refused', 'refused_playlist'],
    ['concat.mp4', `ffconcat version 1.0\nfile '${options.secret}'\n`, 'refused', 'refused_playlist'],
    [
      'dash.mp4',
      `<?xml version="1.0"?><MPD><BaseURL>${options.listener}/</BaseURL></MPD>`,
      'refused',
      'refused_playlist',
    ],
    ['headonly.webm', webm.subarray(0, 600), 'refused'],
    ['noindex.mp4', mp4.subarray(0, Math.floor(mp4.length * 0.6)), 'refused', 'decoder_failed'],
    ['truncated.webm', webm.subarray(0, Math.floor(webm.length * 0.5)), 'partial'],
    ['thirty-hours.webm', withDuration(webm, 30 * 3_600_000), 'partial'],
    ['spliced.webm', Buffer.concat([webm, webm]), 'partial'],
    ['tail.mp4', Buffer.concat([mp4, randomBytes(mp4.length + 300_000)]), 'partial'],
    ['giant.mp4', mp4Size(mp4, 16_384, 16_384), 'either'],
  ];
  const made = await Promise.all(
    files.map(async ([name, content, expect, code]): Promise<HostileFile> => {
      await writeFile(at(name), content);
      return { path: at(name), expect, ...(code === undefined ? {} : { code }) };
    }),
  );
  return [...made, { path: at('wide.avi'), expect: 'refused', code: 'picture_too_large' }];
};
