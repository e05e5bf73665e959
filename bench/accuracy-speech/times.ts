import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { syllables } from '@mingjian/speech/repair.ts';
import { dir, edgesOf, everyNth, pcmOf, type Row, rowsOf, transcript } from './material.ts';

const wordsPerClip = 5;

type Placed = { word: string; startMs: number; endMs: number };
const joined = (rows: readonly Row[], pauseMs: number): { pcmPath: string; placed: Placed[] } => {
  const parts: Buffer[] = [Buffer.alloc(300 * 32)];
  const placed: Placed[] = [];
  let ms = 300;
  for (const row of rows) {
    const sound = readFileSync(pcmOf(`audio/${row.file}`));
    const { startMs, endMs } = edgesOf(sound);
    parts.push(sound.subarray(startMs * 32, endMs * 32), Buffer.alloc(pauseMs * 32));
    placed.push({ word: row.word!, startMs: ms, endMs: ms + endMs - startMs });
    ms += endMs - startMs + pauseMs;
  }
  const pcmPath = join(dir, 'joined.pcm');
  writeFileSync(pcmPath, Buffer.concat(parts));
  return { pcmPath, placed };
};

/** Starts and ends of words against joins of which the place is known; only words heard right (by toneless syllables) count. */
export const times = async (every: number): Promise<void> => {
  const rows = everyNth(
    rowsOf('audio/words.tsv').filter((r) => [...(r.word ?? '')].length === 2),
    every,
  );
  const errors = { start: [] as number[], end: [] as number[] };
  let total = 0;
  for (let first = 0; first + wordsPerClip <= rows.length; first += wordsPerClip) {
    const pauseMs = [80, 200, 400][(first / wordsPerClip) % 3]!;
    const { pcmPath, placed } = joined(rows.slice(first, first + wordsPerClip), pauseMs);
    const heard = (await transcript(pcmPath)).flatMap((fact) => fact.words ?? []);
    const sounds = heard.map((w) => syllables(w.text)[0]);
    let from = 0;
    for (const { word, startMs, endMs } of placed) {
      total++;
      const wanted = syllables(word);
      const at = sounds.findIndex((sound, i) => i >= from && sound === wanted[0] && sounds[i + 1] === wanted[1]);
      if (at < 0) continue;
      from = at + 2;
      errors.start.push(Math.abs(heard[at]!.startMs - startMs));
      errors.end.push(Math.abs(heard[at + 1]!.endMs - endMs));
    }
  }
  for (const [name, values] of Object.entries(errors)) {
    values.sort((a, b) => a - b);
    const at = (p: number) => values[Math.floor(p * values.length)];
    const near = values.filter((ms) => ms <= 150).length;
    console.log(
      `${name} of words: N ${values.length} (of ${total} joined), median ${at(0.5)} ms, p90 ${at(0.9)} ms, within 150 ms ${((100 * near) / values.length).toFixed(0)} %`,
    );
  }
};
