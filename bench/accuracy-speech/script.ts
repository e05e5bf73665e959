import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { dir, edgesOf, factsBy, pcmOf, percent, type Row, rowsOf, speech } from './material.ts';

const pauseMs = 700;
const joined = (
  rows: readonly Row[],
  folder: string,
): { pcmPath: string; places: { text: string; t: number; end: number }[] } => {
  const places: { text: string; t: number; end: number }[] = [];
  const parts: Buffer[] = [Buffer.alloc(pauseMs * 32)];
  let ms = pauseMs;
  for (const row of rows) {
    const sound = readFileSync(pcmOf(`${folder}/${row.file}`));
    const { startMs, endMs } = edgesOf(sound);
    places.push({ text: row.text!, t: ms + startMs, end: ms + endMs });
    parts.push(sound, Buffer.alloc(pauseMs * 32));
    ms += sound.length / 32 + pauseMs;
  }
  const pcmPath = join(dir, 'script.pcm');
  writeFileSync(pcmPath, Buffer.concat(parts));
  return { pcmPath, places };
};

/** Each voice reads five sentences of a script of twenty (synthetic), then all read utterances; which were read, and when? */
export const script = async (): Promise<void> => {
  const lines = rowsOf('answers/labels.tsv').filter((r) => (r.polarity ?? '') === '');
  const sentences = [...new Set(lines.map((r) => r.text!))];
  const sum = { read: 0, right: 0, unread: 0, rightUnread: 0, starts: [] as number[] };
  const judge = async (rows: readonly Row[], all: readonly string[], folder: string) => {
    const { pcmPath, places } = joined(rows, folder);
    const facts = await factsBy((run) => speech.script({ pcmPath, sentences: all }, run));
    for (const fact of facts) {
      const place = places.find((one) => one.text === fact.text);
      if (place === undefined) {
        sum.unread++;
        if (fact.read === false) sum.rightUnread++;
        else console.log(`  taken for read: ${fact.text} (${fact.score})`);
        continue;
      }
      sum.read++;
      if (fact.read === true) sum.right++;
      else console.log(`  not found: ${fact.text} (${fact.score})`);
      if (fact.read === true) sum.starts.push(Math.abs(fact.t - place.t), Math.abs((fact.end ?? 0) - place.end));
    }
  };
  const voices = [...new Set(lines.map((r) => r.voice!))];
  for (const [i, voice] of voices.entries()) {
    const mine = lines.filter((r) => r.voice === voice);
    await judge(
      mine.filter((_, k) => k % 4 === i % 4),
      sentences,
      'answers',
    );
  }
  const read = rowsOf('audio/labels.tsv').filter(
    (r) => r.lang === 'zh' && (r.text ?? '').length >= 8 && r.kind !== 'poem',
  );
  await judge(
    read.filter((_, k) => k % 2 === 0),
    read.map((r) => r.text!),
    'audio',
  );
  sum.starts.sort((a, b) => a - b);
  const at = (p: number) => Math.round(sum.starts[Math.floor(p * sum.starts.length)] ?? 0);
  console.log(
    `sentences read: found ${sum.right} of ${sum.read} (${percent(sum.right, sum.read)}); not read: refused ${sum.rightUnread} of ${sum.unread}`,
  );
  console.log(
    `start and end against the joins: median ${at(0.5)} ms, 90 % within ${at(0.9)} ms (N ${sum.starts.length})`,
  );
};
