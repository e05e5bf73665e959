import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { resolveModel } from '@mingjian/models';
import { openSpeakers, rolesOf, type Voice, voiceScore } from './index.ts';
import { loudSpans } from './quality.ts';
import { readSound } from './sound.ts';

const data = fileURLToPath(new URL('../../../shared/data/', import.meta.url));
const absent = (): string | undefined => {
  if (!existsSync(data)) return 'shared test data is not here';
  return resolveModel('dvector').available ? undefined : 'the speaker model is not here';
};
const dir = mkdtempSync(join(tmpdir(), 'mj-speakers-'));
const speakers = openSpeakers();
after(async () => {
  await speakers.stop();
  rmSync(dir, { recursive: true, force: true });
});
const pcmOf = (file: string, name: string, filter = 'anull'): string => {
  const path = join(dir, name);
  execFileSync('ffmpeg', [
    '-v',
    'error',
    '-y',
    '-i',
    join(data, file),
    '-af',
    filter,
    '-ac',
    '1',
    '-ar',
    '16000',
    '-f',
    's16le',
    path,
  ]);
  return path;
};
const clip = (name: string): string => pcmOf(`audio/utterances/${name}.wav`, `${name}.pcm`);

test('every pair of one speaker is more alike than every pair of two, in one language', async (t) => {
  const reason = absent();
  if (reason !== undefined) return t.skip(reason);
  const rows = readFileSync(join(data, 'audio/speaker-pairs.tsv'), 'utf8').trim().split('\n').slice(1);
  const pairs = rows
    .map((row) => row.split('\t') as [string, string, string, string])
    .filter(([, , , cross]) => cross === '0');
  const voices = new Map<string, Voice>();
  for (const file of new Set(pairs.flatMap(([a, b]) => [a, b])))
    voices.set(file, await speakers.voice({ pcmPath: pcmOf(`audio/${file}`, 'one.pcm') }));
  const scores = (same: string) =>
    pairs
      .filter((pair) => pair[2] === same)
      .map(([a, b]) => voiceScore(voices.get(a) as Voice, voices.get(b) as Voice).score);
  assert.equal(scores('1').length, 21);
  assert.ok(Math.min(...scores('1')) > Math.max(...scores('0')));
});

test('a voice is registered and known again; another is different; a short one is undecidable', async (t) => {
  const reason = absent();
  if (reason !== undefined) return t.skip(reason);
  const enrolment = await speakers.enrol(
    ['spk_s02_1', 'spk_s02_2', 'spk_s02_3'].map((name) => ({ pcmPath: clip(name) })),
  );
  assert.ok(enrolment.accepted, JSON.stringify(enrolment));
  assert.equal((await speakers.verify(enrolment.voice, { pcmPath: clip('spk_s02_4') })).decision, 'same');
  const other = await speakers.verify(enrolment.voice, { pcmPath: clip('spk_s04_1') });
  assert.ok(other.decision !== 'same' && (other.score ?? 1) < 0.75, JSON.stringify(other.score));
  const short = await speakers.verify(enrolment.voice, { pcmPath: clip('spk_s02_4'), endMs: 1500 });
  assert.deepEqual([short.decision, short.score], ['undecidable', undefined]);
  assert.match(short.reason ?? '', /at least 3 s/);
});

test('the two sides of a call mixed to one track are told apart, and the registered side has its role', async (t) => {
  const reason = absent();
  if (reason !== undefined) return t.skip(reason);
  const pcmPath = pcmOf('calls/d03.mono.opus', 'mono.pcm');
  const spans = loudSpans(readSound(pcmPath));
  const separation = await speakers.separate({ pcmPath, spans });
  assert.equal(separation.voices, 2);
  if (separation.voices !== 2) return;
  const lines = readFileSync(join(data, 'calls/conversations.jsonl'), 'utf8').trim().split('\n');
  const call = lines.map((line) => JSON.parse(line)).find((one) => one.id === 'd03') as {
    turns: { role: string; startMs: number; endMs: number }[];
  };
  const agent = pcmOf('calls/d03.stereo.opus', 'agent.pcm', 'pan=mono|c0=c0');
  const staff = await speakers.voice({ pcmPath: agent });
  const roles = rolesOf(separation, { voice: staff.wide, role: 'agent', other: 'customer' });
  let [right, all] = [0, 0];
  for (const turn of separation.turns) {
    for (let at = turn.startMs; at < turn.endMs; at += 20) {
      const on = call.turns.filter((one) => one.startMs <= at && at < one.endMs);
      if (on.length !== 1) continue;
      all++;
      if (on[0]?.role === roles[turn.voice]) right++;
    }
  }
  assert.ok(right / all >= 0.9, `${right} of ${all}`);
  const alone = await speakers.separate({ pcmPath: agent, spans: loudSpans(readSound(agent)) });
  assert.notEqual(alone.voices, 2);
});
