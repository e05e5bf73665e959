import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { resolveModel } from '@mingjian/models';
import type { FactDraft } from '@mingjian/timeline';
import { countErrors } from './errors.ts';
import { openSpeech } from './index.ts';
import { openPcm } from './pcm.ts';
import { pairScore } from './score.ts';
import { encode, loadWhisper, shortWindow } from './whisper.ts';

const data = fileURLToPath(new URL('../../../shared/data/', import.meta.url));
const absent = (): string | undefined => {
  if (!existsSync(data)) return 'shared test data is not here';
  return resolveModel('whisper-base').available && resolveModel('silero-vad').available
    ? undefined
    : 'the speech models are not here';
};
const dir = mkdtempSync(join(tmpdir(), 'mj-speech-'));
const speech = openSpeech();
after(async () => {
  await speech.stop();
  rmSync(dir, { recursive: true, force: true });
});

const pcmOf = (file: string, filter = 'anull'): string => {
  const path = join(dir, 'sound.pcm');
  const args = ['-v', 'error', '-y', '-i', join(data, file), '-af', filter, '-ac', '1', '-ar', '16000', '-f', 's16le'];
  execFileSync('ffmpeg', [...args, path]);
  return path;
};
const runInto = (facts: FactDraft[], signal = new AbortController().signal) => ({
  signal,
  progress: () => {},
  emit: (fact: FactDraft) => facts.push(fact),
});
const hear = async (pcmPath: string): Promise<FactDraft[]> => {
  const facts: FactDraft[] = [];
  await speech.transcribe({ pcmPath, role: 'customer', track: 'a0.right' }, runInto(facts));
  return facts;
};
const textOf = (facts: FactDraft[]) =>
  facts
    .filter((f) => f.name === 'speech.text')
    .map((f) => f.text)
    .join('');

test('read sentences are understood, the same bytes give the same facts, words lie in order', async (t) => {
  const reason = absent();
  if (reason !== undefined) return t.skip(reason);
  const said = {
    'audio/utterances/zh_asr_example.wav': '欢迎大家来体验达摩院推出的语音识别模型',
    'audio/utterances/zh_news_factory.wav': '富士康在印度工厂出现大规模感染目前工厂产量已下降超百分之五十',
    'audio/utterances/spk_s01_4.wav': '永远相信美好的事情即将发生',
  };
  let wrong = 0;
  let characters = 0;
  for (const [file, text] of Object.entries(said)) {
    const facts = await hear(pcmOf(file));
    const errors = countErrors(text, textOf(facts));
    wrong += errors.wrong;
    characters += errors.characters;
    const words = facts.flatMap((fact) => fact.words ?? []);
    assert.ok(words.every((w, i) => w.endMs >= w.startMs && w.startMs >= (words[i - 1]?.startMs ?? 0)));
    if (file.includes('asr_example')) assert.deepEqual(await hear(pcmOf(file)), facts);
  }
  assert.ok(wrong / characters <= 0.09, `CER ${wrong}/${characters}`);
});

test('nothing is written for silence, noise, a tone, music and English', async (t) => {
  const reason = absent();
  if (reason !== undefined) return t.skip(reason);
  const silence = join(dir, 'silence.pcm');
  writeFileSync(silence, Buffer.alloc(16000 * 2 * 5));
  assert.equal(textOf(await hear(silence)), '');
  for (const source of ['anoisesrc=d=5:a=0.3:seed=7', 'sine=f=440:d=5']) {
    const path = join(dir, 'made.pcm');
    execFileSync('ffmpeg', [
      '-v',
      'error',
      '-y',
      '-f',
      'lavfi',
      '-i',
      source,
      '-ac',
      '1',
      '-ar',
      '16000',
      '-f',
      's16le',
      path,
    ]);
    assert.equal(textOf(await hear(path)), '', source);
  }
  for (const file of ['audio/utterances/kws_negative_music.wav', 'audio/utterances/spk_s03_2_en.wav']) {
    const facts = await hear(pcmOf(file));
    assert.equal(textOf(facts), '', file);
    for (const fact of facts) assert.ok(fact.name === 'voice.active' || (fact.reason ?? '') !== '');
  }
});

test('X and 不X are told apart on the sound, 14 of 14', async (t) => {
  const reason = absent();
  if (reason !== undefined) return t.skip(reason);
  const whisper = await loadWhisper((resolveModel('whisper-base') as { dir: string }).dir, 2);
  const rows = readFileSync(join(data, 'audio/negation.tsv'), 'utf8').trim().split('\n').slice(1);
  let right = 0;
  for (const row of rows) {
    const [file, , polarity, word] = row.split('\t') as [string, string, string, string];
    const pcm = openPcm(pcmOf(`audio/${file}`));
    const samples = pcm.read(0, pcm.samples);
    pcm.close();
    const sound = await encode(whisper, samples, shortWindow(samples.length));
    const margin = (await pairScore(whisper, sound, word)) - (await pairScore(whisper, sound, `不${word}`));
    if (margin > 0 === (polarity === 'positive')) right++;
  }
  assert.equal(`${right} of ${rows.length}`, '14 of 14');
});

test('no "no" is taken for "yes" in the answers of one voice', async (t) => {
  const reason = absent();
  if (reason !== undefined) return t.skip(reason);
  const rows = readFileSync(join(data, 'answers/labels.tsv'), 'utf8').trim().split('\n').slice(1);
  let decided = 0;
  let n = 0;
  for (const row of rows) {
    const [file, voice, text, , polarity] = row.split('\t') as [string, string, string, string, string];
    if (voice !== 'zm_yunjian' || (polarity !== 'no' && polarity !== 'yes')) continue;
    const facts: FactDraft[] = [];
    await speech.answer({ pcmPath: pcmOf(`answers/${file}`) }, runInto(facts));
    if (polarity === 'no') assert.notEqual(facts[0]?.polarity, 'yes', text);
    n++;
    if (facts[0]?.polarity === polarity) decided++;
  }
  assert.ok(decided / n >= 0.5, `${decided} of ${n} decided`);
});

test('a script that was read is told from one that was not', async (t) => {
  const reason = absent();
  if (reason !== undefined) return t.skip(reason);
  const pcmPath = pcmOf('audio/utterances/zh_asr_example.wav');
  const facts: FactDraft[] = [];
  await speech.expected({ pcmPath, text: '欢迎大家来体验达摩院推出的语音识别模型' }, runInto(facts));
  await speech.expected({ pcmPath, text: '本产品不保证本金和收益' }, runInto(facts));
  assert.deepEqual(
    facts.map((f) => f.read),
    [true, false],
  );
});

test('both sides of a call are understood', async (t) => {
  const reason = absent();
  if (reason !== undefined) return t.skip(reason);
  const lines = readFileSync(join(data, 'calls/conversations.jsonl'), 'utf8').trim().split('\n');
  const call = lines.map((l) => JSON.parse(l)).find((c) => c.id === 'd04') as {
    turns: { role: string; text: string }[];
  };
  for (const [channel, roles] of [
    ['c0', ['agent', 'system']],
    ['c1', ['customer', 'third']],
  ] as const) {
    const heard = textOf(await hear(pcmOf('calls/d04.stereo.opus', `pan=mono|c0=${channel}`)));
    const said = call.turns.filter((turn) => (roles as readonly string[]).includes(turn.role)).map((turn) => turn.text);
    const errors = countErrors(said.join(''), heard);
    assert.ok(
      errors.wrongSyllables / errors.characters <= 0.2,
      `${channel}: ${errors.wrongSyllables}/${errors.characters}`,
    );
  }
});

test('cancelling ends a call at once and the engine serves the next one', async (t) => {
  const reason = absent();
  if (reason !== undefined) return t.skip(reason);
  const controller = new AbortController();
  const pcmPath = pcmOf('audio/utterances/zh_talk_70s.wav');
  const call = speech.transcribe(
    { pcmPath, role: 'agent', track: 'a0' },
    {
      ...runInto([], controller.signal),
      progress: () => controller.abort(),
    },
  );
  await assert.rejects(call);
  assert.notEqual(textOf(await hear(pcmOf('audio/utterances/spk_s01_4.wav'))), '');
});
