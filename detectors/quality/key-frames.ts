import { inputArgs, runFfmpeg } from '@mingjian/media';
import type { Span } from '@mingjian/signal/spans.ts';

export type KeyFrame = { tMs: number; width: number; height: number };

/** The key frames of the first picture track with their own size; only they are decoded (about 1 % of a usual recording). */
export const readKeyFrames = async (path: string, startS: number, signal?: AbortSignal): Promise<KeyFrame[]> => {
  const frames: KeyFrame[] = [];
  const take = (line: string) => {
    const [width, height, time] = line.split(',').map(Number.parseFloat);
    if (width === undefined || height === undefined || time === undefined || !Number.isFinite(time)) return;
    if (width > 0 && height > 0) frames.push({ tMs: Math.round((time - startS) * 1000), width, height });
  };
  await runFfmpeg(
    [
      ...['-v', 'error', '-threads', '1', '-skip_frame', 'nokey', '-select_streams', 'v:0', ...inputArgs('ffprobe')],
      ...['-show_entries', 'frame=width,height,pts_time', '-of', 'default=nk=1:nw=1'],
    ],
    {
      tool: 'ffprobe',
      input: path,
      signal,
      read: async ({ stdout }) => {
        // Three values a frame, one a line, in ffprobe's own order: time, width, height.
        let [rest, values]: [string, string[]] = ['', []];
        stdout.setEncoding('latin1');
        for await (const chunk of stdout as AsyncIterable<string>) {
          const lines = (rest + chunk).split('\n');
          rest = lines.pop() ?? '';
          for (const line of lines) {
            if (line.trim() === '') continue;
            values.push(line.trim());
            if (values.length < 3) continue;
            take(`${values[1]},${values[2]},${values[0]}`);
            values = [];
          }
        }
      },
    },
  );
  return frames.sort((a, b) => a.tMs - b.tMs);
};

export type ResolutionDrop = Span & { widthPx: number; heightPx: number; usualWidthPx: number; usualHeightPx: number };
/** A change of size of a second or less is a sender finding its rate, not what people saw. */
const LEAST_MS = 1000;

/** Stretches with a smaller picture than the recording has most of the time (分辨率下降). */
export const findResolutionDrops = (keyFrames: readonly KeyFrame[], endMs: number): ResolutionDrop[] => {
  const spans = keyFrames.map((frame, i) => ({ ...frame, endMs: keyFrames[i + 1]?.tMs ?? endMs }));
  const lasting = new Map<number, number>();
  for (const { width, height, tMs, endMs: to } of spans)
    lasting.set(width * height, (lasting.get(width * height) ?? 0) + to - tMs);
  const usualArea = [...lasting].sort((a, b) => b[1] - a[1] || b[0] - a[0])[0]?.[0] ?? 0;
  const usual = spans.find(({ width, height }) => width * height === usualArea);
  if (usual === undefined) return [];
  const drops: ResolutionDrop[] = [];
  for (const { tMs, endMs: to, width, height } of spans) {
    // Less than nine tenths: a crop of some lines by an encoder is no drop.
    if (width * height >= usualArea * 0.9) continue;
    const last = drops.at(-1);
    if (last?.endMs === tMs && last.widthPx === width && last.heightPx === height) last.endMs = to;
    else
      drops.push({
        ...{ startMs: tMs, endMs: to, widthPx: width, heightPx: height },
        ...{ usualWidthPx: usual.width, usualHeightPx: usual.height },
      });
  }
  return drops.filter((drop) => drop.endMs - drop.startMs >= LEAST_MS);
};
