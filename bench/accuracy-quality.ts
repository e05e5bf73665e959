import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { extractPcm, probe } from '@mingjian/media';
import { inspectQuality, measureSound, soundFacts } from '@mingjian/quality';
import { ffmpeg, OPUS, VP8 } from '@mingjian/testkit/media/make-recording.ts';
import type { FactDraft } from '@mingjian/timeline';

/**
 * Technical quality on real recordings: the named defects of `../shared/data/recordings` with their span errors, false alarms on clean
 * recordings and calls, noise and hum of the degraded calls, and defects put into a clean recording that the folder does not have.
 */
const data = fileURLToPath(new URL('../../shared/data/', import.meta.url));
const dir = await mkdtemp(join(tmpdir(), 'mj-accuracy-quality-'));
type Label = {
  file: string;
  duration_s: number;
  defects: { type: string; start: number | null; end: number | null }[];
};

const look = async (path: string): Promise<FactDraft[]> => {
  const description = await probe(path);
  const facts = await inspectQuality(path, description, { pcm: await extractPcm(path, description, { dir }) });
  return facts.filter((fact) => fact.kind !== 'capability');
};
const named = (type: string): string =>
  ({ wrong_resolution: 'video.wrong_resolution', file_truncated: 'file.truncated' })[type] ?? type.replace('_', '.');

const recordings = async () => {
  const { recordings: labels } = JSON.parse(readFileSync(join(data, 'recordings/labels.json'), 'utf8')) as {
    recordings: Label[];
  };
  let [defects, found, falseAlarms, clean, worstMs] = [0, 0, 0, 0, 0];
  for (const { file, defects: wanted, duration_s } of labels) {
    const facts = await look(join(data, 'recordings', file));
    const expected = wanted.filter(({ type }) => type !== 'av_offset');
    if (wanted.length === 0) clean++;
    for (const { type, start, end } of expected) {
      defects++;
      const hit = facts.find((fact) => fact.name === named(type));
      if (hit === undefined) continue;
      found++;
      if (start === null) continue;
      const error = Math.max(Math.abs(hit.t - start * 1000), Math.abs((hit.end ?? 0) - (end ?? duration_s) * 1000));
      worstMs = Math.max(worstMs, error);
    }
    falseAlarms += facts.filter((fact) => !expected.some(({ type }) => named(type) === fact.name)).length;
  }
  const [files, worst] = [labels.length, Math.round(worstMs)];
  console.table({
    files,
    clean,
    'defects named': defects,
    found,
    'worst span error, ms': worst,
    'false alarms': falseAlarms,
  });
};

const calls = async () => {
  const table: Record<string, unknown>[] = [];
  let [cleanFiles, alarms] = [0, 0];
  const labels = new Map(
    readFileSync(join(data, 'calls/files.tsv'), 'utf8')
      .trim()
      .split('\n')
      .map((line) => line.split('\t'))
      .map((cells) => [cells[0]!, cells[4] ?? '']),
  );
  for (const file of readdirSync(join(data, 'calls')).filter((name) => name.endsWith('.opus'))) {
    const path = join(data, 'calls', file);
    const description = await probe(path);
    const sound = await measureSound(await extractPcm(path, description, { dir }));
    const facts = soundFacts(sound, description.durationMs);
    if (!file.includes('degraded')) {
      cleanFiles++;
      alarms += facts.length;
      continue;
    }
    const hum = [...new Set(facts.filter((fact) => fact.name === 'audio.hum').map((fact) => fact.measures?.humHz))];
    table.push({
      file,
      made: labels.get(file),
      said: [...new Set(facts.map((fact) => fact.name))].join(' '),
      humHz: hum.join(' '),
    });
  }
  console.table(table);
  console.table({ 'clean calls': cleanFiles, 'false alarms': alarms });
};

const good = join(data, 'recordings/good.webm');
/** Put into the clean recording: picture filter, sound graph from `[0:a]` to `[a]`, and what must be said. */
const made: { name: string; picture?: string; sound?: string; fact: string; spanS?: [number, number] }[] = [
  { name: 'soft from end to end, σ 3 px', picture: 'gblur=sigma=3', fact: 'video.blurred', spanS: [0, 24] },
  { name: 'soft from end to end, σ 2.5 px', picture: 'gblur=sigma=2.5', fact: 'video.blurred', spanS: [0, 24] },
  {
    name: 'lens covered to 83 %',
    picture: "drawbox=x=0:y=0:w=iw*0.83:h=ih:t=fill:color=0x4a3830:enable='between(t,8,13)',noise=alls=4:allf=t",
    fact: 'video.covered',
    spanS: [8, 13],
  },
  {
    name: 'lens covered to 70 %',
    picture: "drawbox=x=0:y=ih*0.3:w=iw:h=ih*0.7:t=fill:color=0x303438:enable='between(t,8,13)',noise=alls=4:allf=t",
    fact: 'video.covered',
    spanS: [8, 13],
  },
  {
    name: 'pink noise, 2.5 s',
    sound: noiseAt('pink', 0.06, [10, 12.5]),
    fact: 'audio.noise',
    spanS: [10, 12.5],
  },
  { name: 'white noise, 1.7 s', sound: noiseAt('white', 0.06, [10, 11.7]), fact: 'audio.noise', spanS: [10, 11.7] },
  { name: 'pink noise, weak, throughout', sound: noiseAt('pink', 0.09, [0, 24]), fact: 'audio.noise', spanS: [0, 24] },
  { name: 'hum of 50 Hz', sound: humAt(50), fact: 'audio.hum', spanS: [0, 24] },
  { name: 'hum of 100 Hz', sound: humAt(100), fact: 'audio.hum', spanS: [0, 24] },
];
function noiseAt(colour: string, amplitude: number, [from, to]: [number, number]): string {
  const noise = `anoisesrc=c=${colour}:a=${amplitude}:d=${to - from}:r=48000:seed=3,adelay=${from * 1000}:all=1[n]`;
  return `${noise};[0:a]aformat=channel_layouts=mono[s];[s][n]amix=inputs=2:normalize=0:duration=first[a]`;
}
function humAt(hz: number): string {
  const hum = `aevalsrc=0.012*sin(2*PI*${hz}*t)+0.005*sin(2*PI*${hz * 2}*t):s=48000:d=24[n]`;
  return `${hum};[0:a]aformat=channel_layouts=mono[s];[s][n]amix=inputs=2:normalize=0:duration=first[a]`;
}

const more = async () => {
  const table: Record<string, unknown>[] = [];
  for (const [i, { name, picture = 'null', sound = '[0:a]anull[a]', fact, spanS }] of made.entries()) {
    const path = join(dir, `made-${i}.webm`);
    const graph = [
      '-filter_complex',
      `[0:v]${picture}[v];${sound.replace(/\[a\]$/, ',asetnsamples=960[a]')}`,
      '-map',
      '[v]',
      '-map',
      '[a]',
    ];
    await ffmpeg(['-i', good, ...graph, '-t', '24', ...VP8, ...OPUS, path]);
    const facts = await look(path);
    const hit = facts.find((one) => one.name === fact);
    const errors = hit === undefined ? [] : [hit.t - spanS![0] * 1000, (hit.end ?? 0) - spanS![1] * 1000];
    const others = facts.filter((one) => one.name !== fact).map((one) => one.name);
    table.push({
      made: name,
      found: hit !== undefined,
      'start and end error, ms': errors.map(Math.round).join(' '),
      others: others.join(' '),
    });
  }
  console.table(table);
};

/** A flash and a beep with a known offset, through VP8 and Opus. */
const slates = async () => {
  const errors: number[] = [];
  for (const [i, lateMs] of [-640, -320, -120, -40, 0, 40, 80, 200, 400, 760].entries()) {
    const path = join(dir, `slate-${i}.webm`);
    const picture = `[0:v]drawbox=t=fill:color=white:enable='between(t,2.999,3.079)'[v]`;
    const beep = `sine=f=${600 + 150 * i}:r=48000:d=0.12,volume=5,adelay=${3000 + lateMs}:all=1[b]`;
    const sound = `${beep};[0:a]aformat=channel_layouts=mono[s];[s][b]amix=inputs=2:normalize=0:duration=first,asetnsamples=960[a]`;
    await ffmpeg([
      '-i',
      good,
      '-filter_complex',
      `${picture};${sound}`,
      '-map',
      '[v]',
      '-map',
      '[a]',
      '-t',
      '7',
      ...VP8,
      ...OPUS,
      path,
    ]);
    const offset = (await look(path)).find((fact) => fact.name === 'media.av_offset');
    errors.push(offset === undefined ? Number.NaN : Math.abs(Number(offset.value) - lateMs));
  }
  const measured = errors.filter((error) => !Number.isNaN(error));
  console.table({
    slates: errors.length,
    found: measured.length,
    'within 40 ms': measured.filter((e) => e <= 40).length,
    'worst error, ms': Math.max(...measured),
  });
};

try {
  if (!existsSync(good)) console.log('nothing measured: the recordings (../shared/data/recordings) are not here');
  else {
    await recordings();
    await calls();
    await more();
    await slates();
  }
} finally {
  await rm(dir, { recursive: true, force: true });
}
