import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { openSpeech, type TranscribeRequest } from '@mingjian/speech';
import type { ErrorCount } from '@mingjian/speech/errors.ts';
import type { FactDraft } from '@mingjian/timeline';

/** The test material beside the repository, and the engine that is measured on it. */
export const data = fileURLToPath(new URL('../../../shared/data/', import.meta.url));
export const here = existsSync(data);
export const dir = mkdtempSync(join(tmpdir(), 'mj-accuracy-'));
export const speech = openSpeech();
export const close = async (): Promise<void> => {
  await speech.stop();
  rmSync(dir, { recursive: true, force: true });
};

export type Row = Record<string, string>;
export const rowsOf = (file: string): Row[] => {
  const [head = '', ...lines] = readFileSync(join(data, file), 'utf8').trimEnd().split('\n');
  const names = head.split('\t');
  return lines.map((line) => Object.fromEntries(line.split('\t').map((cell, i) => [names[i] as string, cell])));
};
export const everyNth = <T>(items: readonly T[], n: number): T[] => items.filter((_, i) => i % n === 0);

export type Turn = { role: string; text: string; startMs: number; endMs: number };
export type Call = { id: string; turns: Turn[] };
export const calls = (): Map<string, Call> =>
  new Map(
    readFileSync(join(data, 'calls/conversations.jsonl'), 'utf8')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Call)
      .map((call) => [call.id, call]),
  );
/** The agent and machine prompts speak on the left channel. */
export const isLeft = (turn: Turn): boolean => turn.role === 'agent' || turn.role === 'system';

const filters: Record<string, string> = {
  clean: 'anull',
  '8k': 'aresample=8000,aresample=16000',
  telephone: 'highpass=f=300,lowpass=f=3400,aresample=8000,aresample=16000',
};
/** Raw 16 kHz mono of a file: one channel or all, cut to a band (`8k`, `telephone`) or with white noise (`noise10`: 10 dB). */
export const pcmOf = (file: string, options: { channel?: 0 | 1; condition?: string; name?: string } = {}): string => {
  const path = join(dir, options.name ?? 'sound.pcm');
  const condition = options.condition ?? 'clean';
  const pan = options.channel === undefined ? '' : `pan=mono|c0=c${options.channel},`;
  const filter = `${pan}${filters[condition] ?? 'anull'}`;
  const raw = ['-ac', '1', '-ar', '16000', '-f', 's16le', path];
  execFileSync('ffmpeg', ['-v', 'error', '-y', '-i', join(data, file), '-af', filter, ...raw]);
  const noise = /^noise(\d+)$/.exec(condition);
  if (noise !== null) addNoise(path, Number(noise[1]));
  return path;
};

/** White noise so many dB under the sound, always the same. */
const addNoise = (path: string, snrDb: number): void => {
  const bytes = readFileSync(path);
  const count = bytes.length / 2;
  let power = 0;
  for (let i = 0; i < count; i++) power += bytes.readInt16LE(i * 2) ** 2;
  const amplitude = Math.sqrt((3 * power) / count) * 10 ** (-snrDb / 20);
  let state = 7;
  for (let i = 0; i < count; i++) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    const noisy = bytes.readInt16LE(i * 2) + amplitude * ((2 * state) / 2 ** 32 - 1);
    bytes.writeInt16LE(Math.max(-32768, Math.min(32767, Math.round(noisy))), i * 2);
  }
  writeFileSync(path, bytes);
};

export const factsBy = async (
  work: (run: Parameters<typeof speech.transcribe>[1]) => Promise<unknown>,
): Promise<FactDraft[]> => {
  const facts: FactDraft[] = [];
  await work({ signal: new AbortController().signal, progress: () => {}, emit: (fact) => facts.push(fact) });
  return facts;
};
export const transcript = (pcmPath: string, request: Partial<TranscribeRequest> = {}): Promise<FactDraft[]> =>
  factsBy((run) => speech.transcribe({ pcmPath, role: 'unknown', track: 'a0', ...request }, run));
export const textOf = (facts: readonly FactDraft[]): string =>
  facts
    .filter((fact) => fact.name === 'speech.text')
    .map((fact) => fact.text)
    .join('');

/** Sums of errors by condition, printed as a table. */
export const tally = () => {
  const totals = new Map<string, ErrorCount & { items: number }>();
  return {
    add: (condition: string, errors: ErrorCount) => {
      const sum = totals.get(condition) ?? { items: 0, characters: 0, wrong: 0, wrongSyllables: 0 };
      sum.items++;
      for (const key of ['characters', 'wrong', 'wrongSyllables'] as const) sum[key] += errors[key];
      totals.set(condition, sum);
    },
    print: () => {
      console.log('| condition | items | characters | CER | toneless-syllable error |\n|---|---|---|---|---|');
      for (const [name, t] of totals) {
        const cells = [
          name,
          t.items,
          t.characters,
          percent(t.wrong, t.characters),
          percent(t.wrongSyllables, t.characters),
        ];
        console.log(`| ${cells.join(' | ')} |`);
      }
    },
  };
};
export const percent = (part: number, whole: number): string => `${((100 * part) / Math.max(1, whole)).toFixed(1)} %`;
/** 95 % upper bound of a rate of which none was seen in n (rule of three). */
export const noneOf = (n: number): string => `0 of ${n} (95 % upper bound ${percent(3, n)})`;

/** First and last moment above −30 dB of the loudest 10 ms of raw sound, ms. */
export const edgesOf = (sound: Buffer): { startMs: number; endMs: number } => {
  const energies = Array.from({ length: Math.floor(sound.length / 320) }, (_, f) => {
    let sum = 0;
    for (let i = 0; i < 160; i++) sum += sound.readInt16LE((f * 160 + i) * 2) ** 2;
    return sum;
  });
  const bar = Math.max(...energies) / 1000;
  return { startMs: energies.findIndex((e) => e > bar) * 10, endMs: (energies.findLastIndex((e) => e > bar) + 1) * 10 };
};
