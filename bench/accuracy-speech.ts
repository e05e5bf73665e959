import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { openSpeech } from '@mingjian/speech';
import { countErrors, type ErrorCount } from '@mingjian/speech/errors.ts';
import type { FactDraft } from '@mingjian/timeline';

/**
 * Recognition errors on the test material beside the repository: `node bench/accuracy-speech.ts [utterances|calls|answers] [every]`.
 * `every` takes each n-th item. Numbers are expanded before they are compared; synthetic speech is named as such.
 */
const data = fileURLToPath(new URL('../../shared/data/', import.meta.url));
const [what = 'utterances', every = '1'] = process.argv.slice(2);
const dir = mkdtempSync(join(tmpdir(), 'mj-accuracy-'));
const speech = openSpeech();
const rowsOf = (file: string): Record<string, string>[] => {
  const [head = '', ...lines] = readFileSync(join(data, file), 'utf8').trimEnd().split('\n');
  const names = head.split('\t');
  return lines.map((line) => Object.fromEntries(line.split('\t').map((cell, i) => [names[i] as string, cell])));
};
const taken = <T>(items: readonly T[]): T[] => items.filter((_, i) => i % Number(every) === 0);

const pcmOf = (file: string, channel: 0 | 1 | 'all'): string => {
  const path = join(dir, 'sound.pcm');
  const pan = channel === 'all' ? [] : ['-af', `pan=mono|c0=c${channel}`];
  execFileSync('ffmpeg', [
    '-v',
    'error',
    '-y',
    '-i',
    join(data, file),
    ...pan,
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
const listen = async (pcmPath: string, call: 'transcribe' | 'answer'): Promise<FactDraft[]> => {
  const facts: FactDraft[] = [];
  const run = { signal: new AbortController().signal, progress: () => {}, emit: (f: FactDraft) => facts.push(f) };
  if (call === 'answer') await speech.answer({ pcmPath }, run);
  else await speech.transcribe({ pcmPath, role: 'unknown', track: 'a0' }, run);
  return facts;
};
const textOf = (facts: FactDraft[]) =>
  facts
    .filter((f) => f.name === 'speech.text')
    .map((f) => f.text)
    .join('');

const totals = new Map<string, ErrorCount & { items: number }>();
const add = (condition: string, errors: ErrorCount) => {
  const sum = totals.get(condition) ?? { items: 0, characters: 0, wrong: 0, wrongSyllables: 0 };
  sum.items++;
  for (const key of ['characters', 'wrong', 'wrongSyllables'] as const) sum[key] += errors[key];
  totals.set(condition, sum);
};
const percent = (part: number, whole: number) => `${((100 * part) / Math.max(1, whole)).toFixed(1)} %`;
const printErrors = () => {
  console.log('| condition | items | characters | CER | toneless-syllable error |\n|---|---|---|---|---|');
  for (const [name, t] of totals) {
    console.log(
      `| ${name} | ${t.items} | ${t.characters} | ${percent(t.wrong, t.characters)} | ${percent(t.wrongSyllables, t.characters)} |`,
    );
  }
};

const utterances = async () => {
  const labelled = rowsOf('audio/labels.tsv').filter((r) => r.lang === 'zh' && (r.text ?? '') !== '');
  for (const row of taken(labelled)) {
    const heard = textOf(await listen(pcmOf(`audio/${row.file}`, 'all'), 'transcribe'));
    const errors = countErrors(row.text as string, heard);
    if (errors.wrong > 0) console.log(`  ${row.file}: ${heard}`);
    add(row.kind ?? '', errors);
    add('all', errors);
  }
  printErrors();
};

type Call = { id: string; turns: { role: string; text: string }[] };
const calls = async () => {
  const lines = readFileSync(join(data, 'calls/conversations.jsonl'), 'utf8').trim().split('\n');
  const said = new Map(lines.map((line) => JSON.parse(line) as Call).map((call) => [call.id, call]));
  const stereo = rowsOf('calls/files.tsv').filter((r) => r.channels === '2');
  for (const row of taken(stereo)) {
    for (const channel of [0, 1] as const) {
      const mine = (role: string) => (role === 'agent' || role === 'system') === (channel === 0);
      const turns = said.get(row.conversation as string)?.turns.filter((t) => mine(t.role)) ?? [];
      const heard = textOf(await listen(pcmOf(`calls/${row.file}`, channel), 'transcribe'));
      add(`synthetic, ${(row.degradation ?? '').split(' ')[0]}`, countErrors(turns.map((t) => t.text).join(''), heard));
    }
  }
  printErrors();
};

const answers = async () => {
  const counts = new Map<string, number>();
  for (const row of taken(rowsOf('answers/labels.tsv').filter((r) => (r.polarity ?? '') !== ''))) {
    const fact = (await listen(pcmOf(`answers/${row.file}`, 'all'), 'answer'))[0];
    const key = `${row.polarity} → ${fact?.polarity}`;
    counts.set(key, (counts.get(key) ?? 0) + 1);
    if (row.polarity !== fact?.polarity) console.log(`  ${row.file} ${row.text}: ${fact?.text} (${fact?.polarity})`);
  }
  console.log('| said → decided | N |\n|---|---|');
  for (const [key, n] of [...counts].sort()) console.log(`| ${key} | ${n} |`);
};

try {
  if (!existsSync(data)) console.log('nothing measured: the test material is not beside the repository');
  else await { utterances, calls, answers }[what as 'utterances' | 'calls' | 'answers']();
} finally {
  await speech.stop();
  rmSync(dir, { recursive: true, force: true });
}
