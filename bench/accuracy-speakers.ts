import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Embedding, openGallery, openSpeakers, type Voice } from '@mingjian/speaker';
import { compareVoices, voiceScore } from '@mingjian/speaker/decision.ts';
import type { FactDraft } from '@mingjian/timeline';
import { mono } from './accuracy-speakers/mono.ts';
import { close, speech } from './accuracy-speech/material.ts';

/**
 * Speaker figures on the test material beside the repository: `node bench/accuracy-speakers.ts [pairs|separation|changes|search|mono [every]]`.
 * Pairs: equal error rate and the three zones, clean and degraded. Separation: calls mixed to one track (synthetic voices).
 */
const data = fileURLToPath(new URL('../../shared/data/', import.meta.url));
const what = process.argv[2] ?? 'pairs';
const dir = mkdtempSync(join(tmpdir(), 'mj-speakers-'));
const speakers = openSpeakers();
const rowsOf = (file: string): Record<string, string>[] => {
  const [head = '', ...lines] = readFileSync(join(data, file), 'utf8').trimEnd().split('\n');
  const names = head.split('\t');
  return lines.map((line) => Object.fromEntries(line.split('\t').map((cell, i) => [names[i] as string, cell])));
};
const percent = (part: number, whole: number) => `${((100 * part) / Math.max(1, whole)).toFixed(1)} %`;
const raw = ['-ac', '1', '-ar', '16000', '-f', 's16le'];
const decode = (file: string, filter: string, name = 'sound.pcm'): string => {
  const path = join(dir, name);
  execFileSync('ffmpeg', ['-v', 'error', '-y', '-i', join(data, file), '-af', filter, ...raw, path]);
  return path;
};

/** White noise so many dB under the sound, always the same. */
const addNoise = (path: string, snrDb: number): void => {
  const bytes = readFileSync(path);
  const count = bytes.length / 2;
  let power = 0;
  for (let i = 0; i < count; i++) power += bytes.readInt16LE(i * 2) ** 2;
  const amplitude = Math.sqrt(power / count) * 10 ** (-snrDb / 20) * Math.sqrt(3);
  let state = 7;
  for (let i = 0; i < count; i++) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    const noisy = bytes.readInt16LE(i * 2) + amplitude * ((2 * state) / 2 ** 32 - 1);
    bytes.writeInt16LE(Math.max(-32768, Math.min(32767, Math.round(noisy))), i * 2);
  }
  writeFileSync(path, bytes);
};

const conditions: Record<string, { filter: string; snrDb?: number }> = {
  clean: { filter: 'anull' },
  '8 kHz': { filter: 'aresample=8000,aresample=16000' },
  'telephone 300–3400 Hz': { filter: 'highpass=f=300,lowpass=f=3400,aresample=8000,aresample=16000' },
  'noise 10 dB': { filter: 'anull', snrDb: 10 },
  'noise 5 dB': { filter: 'anull', snrDb: 5 },
};
type Pair = { file_a: string; file_b: string; same: string; cross_language: string };

const voicesOf = async (files: readonly string[], condition: string): Promise<Map<string, Voice>> => {
  const { filter, snrDb } = conditions[condition]!;
  const voices = new Map<string, Voice>();
  for (const file of files) {
    const pcmPath = decode(`audio/${file}`, filter);
    if (snrDb !== undefined) addNoise(pcmPath, snrDb);
    voices.set(file, await speakers.voice({ pcmPath }));
  }
  return voices;
};
const equalErrorRate = (same: readonly number[], different: readonly number[]): number =>
  Math.min(
    ...[...same, ...different].map((bar) =>
      Math.max(
        same.filter((x) => x < bar).length / same.length,
        different.filter((x) => x >= bar).length / different.length,
      ),
    ),
  );

const printPairs = (name: string, judged: { same: boolean; score: number; decision: string }[]) => {
  const [same, different] = [judged.filter((p) => p.same), judged.filter((p) => !p.same)];
  const share = (of: typeof judged, decision: string) =>
    percent(of.filter((p) => p.decision === decision).length, of.length);
  const rate = equalErrorRate(
    same.map((p) => p.score),
    different.map((p) => p.score),
  );
  const zones = [same, different].map((of) =>
    ['same', 'different', 'undecidable'].map((d) => share(of, d)).join(' / '),
  );
  console.log(
    `| ${name} | ${same.length} / ${different.length} | ${(100 * rate).toFixed(1)} % | ${zones.join(' | ')} |`,
  );
};

const pairs = async () => {
  const wanted = (rowsOf('audio/speaker-pairs.tsv') as Pair[]).filter((row) => row.cross_language === '0');
  const files = [...new Set(wanted.flatMap((row) => [row.file_a, row.file_b]))];
  console.log(
    '| condition | pairs same / different | EER | same pairs: same / different / undecidable | different pairs |',
  );
  console.log('|---|---|---|---|---|');
  const clean = await voicesOf(files, 'clean');
  for (const condition of Object.keys(conditions)) {
    const voices = await voicesOf(files, condition);
    const judge = (a: Voice, b: Voice, same: boolean) => ({
      same,
      ...compareVoices(a, b),
      score: voiceScore(a, b).score,
    });
    const of = (from: Map<string, Voice>) =>
      wanted.map((p) => judge(from.get(p.file_a)!, voices.get(p.file_b)!, p.same === '1'));
    printPairs(`both ${condition}`, of(voices));
    if (condition !== 'clean') printPairs(`clean against ${condition}`, of(clean));
  }
};

const spansOf = async (pcmPath: string) => {
  const facts: FactDraft[] = [];
  const run = { signal: new AbortController().signal, progress: () => {}, emit: (f: FactDraft) => facts.push(f) };
  await speech.voices({ pcmPath, role: 'unknown', track: 'a0' }, run);
  return facts.filter((f) => f.name === 'voice.active').map((f) => ({ startMs: f.t, endMs: f.end ?? f.t }));
};

type Call = { id: string; turns: { role: string; startMs: number; endMs: number }[] };
/** Milliseconds of hypothesised speech inside exactly one true turn, by true side (agent or not) and by voice. */
const confusion = (call: Call, turns: readonly { startMs: number; endMs: number; voice: 'A' | 'B' }[]) => {
  const ms = { agentA: 0, agentB: 0, otherA: 0, otherB: 0 };
  for (const turn of turns) {
    for (let t = turn.startMs; t < turn.endMs; t += 10) {
      const on = call.turns.filter((one) => one.startMs <= t && t < one.endMs);
      if (on.length === 1) ms[`${on[0]!.role === 'agent' ? 'agent' : 'other'}${turn.voice}`] += 10;
    }
  }
  const wrong = Math.min(ms.agentA + ms.otherB, ms.agentB + ms.otherA);
  return { wrong, all: ms.agentA + ms.agentB + ms.otherA + ms.otherB };
};

const separation = async () => {
  const lines = readFileSync(join(data, 'calls/conversations.jsonl'), 'utf8').trim().split('\n');
  const calls = new Map(lines.map((line) => JSON.parse(line) as Call).map((call) => [call.id, call]));
  const total = { wrong: 0, all: 0, decided: 0, decidedWrong: 0, decidedAll: 0, n: 0, oneVoiceAsTwo: 0 };
  for (const row of rowsOf('calls/files.tsv').filter((r) => r.channels === '1')) {
    const mono = decode(`calls/${row.file}`, 'anull', 'mono.pcm');
    const spans = await spansOf(mono);
    const [free, told] = [
      await speakers.separate({ pcmPath: mono, spans }),
      await speakers.separate({ pcmPath: mono, spans, assumeTwo: true }),
    ];
    const call = calls.get(row.conversation as string)!;
    if (told.voices !== 2) throw new Error(`${row.file}: no two voices`);
    const { wrong, all } = confusion(call, told.turns);
    total.n++;
    total.wrong += wrong;
    total.all += all;
    if (free.voices === 2) {
      total.decided++;
      total.decidedWrong += wrong;
      total.decidedAll += all;
    }
    const alone = decode(`calls/${row.conversation}.stereo.opus`, 'pan=mono|c0=c0', 'alone.pcm');
    if ((await speakers.separate({ pcmPath: alone, spans: await spansOf(alone) })).voices === 2) total.oneVoiceAsTwo++;
  }
  console.log(
    `calls on one track (synthetic voices), told that two speak: ${total.n}, speech given to the wrong voice ${percent(total.wrong, total.all)}`,
  );
  console.log(
    `without being told: two voices in ${total.decided} of ${total.n}, there wrong ${percent(total.decidedWrong, total.decidedAll)}`,
  );
  console.log(`one voice (agent's channel) taken for two: ${total.oneVoiceAsTwo} of ${total.n}`);
};

/** Real speakers in turn, joined; a change within 0.8 s of a seam is found. */
const changes = async () => {
  const clips = rowsOf('audio/labels.tsv').filter((r) => /spk_s0[124]_/.test(r.file ?? ''));
  const bySpeaker = [...Map.groupBy(clips, (r) => r.speaker as string).values()];
  const order = Array.from({ length: 5 }, (_, i) => bySpeaker.map((of) => of[i % of.length]!)).flat();
  const seams: number[] = [];
  const parts: Buffer[] = [];
  let ms = 0;
  for (const clip of order) {
    const bytes = readFileSync(decode(`audio/${clip.file}`, 'speechnorm'));
    parts.push(bytes);
    ms += bytes.length / 32;
    seams.push(ms);
  }
  const pcmPath = join(dir, 'joined.pcm');
  writeFileSync(pcmPath, Buffer.concat(parts));
  const found = await speakers.changes({ pcmPath, spans: await spansOf(pcmPath) });
  const near = (a: number, b: number) => Math.abs(a - b) <= 800;
  const hit = seams.slice(0, -1).filter((seam) => found.some((change) => near(change.t, seam))).length;
  const right = found.filter((change) => seams.some((seam) => near(change.t, seam))).length;
  console.log(
    `changes of voice (3 real speakers joined, ${(ms / 1000).toFixed(0)} s): recall ${hit} of ${seams.length - 1}, precision ${right} of ${found.length}`,
  );
};

const search = () => {
  const size = 100_000;
  const gallery = openGallery(size);
  let state = 1;
  const next = () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
  const voice = (): Embedding => {
    const values = Float32Array.from({ length: 256 }, next);
    const norm = Math.hypot(...values);
    return values.map((x) => x / norm);
  };
  const wanted = voice();
  for (let i = 0; i < size; i++) gallery.add(`person ${i}`, i === 77_777 ? wanted : voice());
  const times = Array.from({ length: 20 }, () => {
    const before = process.cpuUsage();
    if (gallery.sameVoice('somebody', wanted)[0]?.name !== 'person 77777') throw new Error('not found');
    const used = process.cpuUsage(before);
    return (used.user + used.system) / 1000;
  }).sort((a, b) => a - b);
  console.log(
    `search over ${size} voices, one core: median ${times[10]!.toFixed(0)} ms of CPU, longest ${times.at(-1)!.toFixed(0)} ms (bar 100)`,
  );
};

try {
  if (what === 'search') search();
  else if (!existsSync(data)) console.log('nothing measured: the test material is not beside the repository');
  else if (what === 'mono') await mono(Number(process.argv[3] ?? 1));
  else await { pairs, separation, changes }[what as 'pairs']();
} finally {
  await Promise.all([speakers.stop(), close()]);
  rmSync(dir, { recursive: true, force: true });
}
