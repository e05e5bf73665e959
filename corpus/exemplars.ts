import { readdirSync, readFileSync } from 'node:fs';
import type { Role } from '@mingjian/timeline';
import { roleOfLetter } from './letters.ts';
import type { CorpusError } from './read.ts';

/** A sentence written for one item, with at most one turn before it: it carries the item, or it only looks like it. */
export type Exemplar = {
  item: string;
  carries: boolean;
  role: Role;
  text: string;
  before?: { role: Role; text: string };
  writer: string;
};
export type ExemplarFile = { exemplars: Exemplar[]; errors: CorpusError[] };

const line = /^([+-])\s+(?:([ACTS])[:：]\s*([^|]+?)\s*\|\s*)?([ACTS])[:：]\s*(.+)$/;

/** Reads one file of sentences: `+ A: …`, `- C: … | A: …` after `@item` and `@writer`; what cannot be read is reported by line. */
export const readExemplarText = (text: string, file: string): ExemplarFile => {
  const out: ExemplarFile = { exemplars: [], errors: [] };
  let [item, writer] = ['', ''];
  text.split(/\r?\n/).forEach((raw, i) => {
    const words = raw.trim();
    if (words === '' || words.startsWith('#')) return;
    if (words.startsWith('@item ')) item = words.slice('@item '.length).trim();
    else if (words.startsWith('@writer ')) writer = words.slice('@writer '.length).trim();
    else {
      const match = line.exec(words);
      if (match === null || item === '') {
        out.errors.push({ file, line: i + 1, message: `cannot read: ${words}` });
        return;
      }
      const [, mark, beforeRole, before, role = '', said = ''] = match;
      out.exemplars.push({
        item,
        carries: mark === '+',
        role: roleOfLetter(role),
        text: said,
        ...(before === undefined ? {} : { before: { role: roleOfLetter(beforeRole ?? ''), text: before } }),
        writer,
      });
    }
  });
  return out;
};

const folder = new URL('./exemplars/', import.meta.url);

/** All sentences written for the heads to learn from; none of them is ever tested on. */
export const readExemplars = (): ExemplarFile => {
  const all: ExemplarFile = { exemplars: [], errors: [] };
  for (const name of readdirSync(folder).sort()) {
    const read = readExemplarText(readFileSync(new URL(name, folder), 'utf8'), `corpus/exemplars/${name}`);
    all.exemplars.push(...read.exemplars);
    all.errors.push(...read.errors);
  }
  return all;
};
