import { readdirSync, readFileSync } from 'node:fs';
import { type Conversation, type Product, products, type Turn } from '@mingjian/timeline';
import { roleOfLetter } from './letters.ts';
import type { CorpusRecord, Label, LabelKind } from './record.ts';

/** A mistake in a corpus file: `file:line: what`. */
export type CorpusError = { file: string; line: number; message: string };
export type CorpusFile = { records: CorpusRecord[]; errors: CorpusError[] };

const turnLine = /^([ACTS])(?:\s+([\d.]+)-([\d.]+))?[:：]\s*(.*)$/;
const labelLine =
  /^([=~?])\s+([a-z_]+\.[a-z_]+|[a-z]+(?:_[a-z]+)+)\s+(?:(violated|satisfied)\s+)?(-|\d+(?:,\d+)*)\s*(.*)$/;

const kindOf = (mark: string, verdict: string | undefined): LabelKind | undefined => {
  if (mark === '~') return verdict === undefined ? 'hard_negative' : undefined;
  if (mark === '?') return 'ignore';
  return verdict as LabelKind | undefined;
};

type Draft = { id: string; line: number; turns: Turn[]; labels: Label[]; head: Map<string, string> };

export const readLabel = (line: string): Label | undefined => {
  const match = labelLine.exec(line);
  if (match === null) return undefined;
  const [, mark = '', item = '', verdict, turns = '-', why = ''] = match;
  const kind = kindOf(mark, verdict);
  return kind === undefined
    ? undefined
    : { item, kind, turns: turns === '-' ? [] : turns.split(',').map(Number), why: why.trim() };
};

const readFields = (text: string | undefined): Record<string, unknown> | undefined => {
  if (text === undefined || text === '') return {};
  try {
    return JSON.parse(text) as Record<string, unknown>;
  } catch {
    return undefined;
  }
};

const finish = (draft: Draft, at: { file: string; family: string; writer: string }): CorpusRecord | string => {
  const product = draft.head.get('product');
  if (!products.some((p) => p === product)) return `product is ${product ?? 'absent'}`;
  const fields = readFields(draft.head.get('fields'));
  if (fields === undefined) return 'fields is not JSON';
  const scope = draft.head.get('scope');
  if (scope !== 'full' && scope !== 'extract') return `scope is ${scope ?? 'absent'}`;
  if (draft.turns.length < 2) return 'fewer than two turns';
  const timed = draft.turns.filter((turn) => turn.startMs !== undefined).length;
  if (timed !== 0 && timed !== draft.turns.length) return 'some turns have times and some have none';
  const wrong = draft.labels.find((label) => label.turns.some((turn) => turn >= draft.turns.length));
  if (wrong !== undefined) return `label ${wrong.item} names a turn that is not there`;
  const conversation: Conversation = { id: draft.id, product: product as Product, fields, scope, turns: draft.turns };
  const style = (draft.head.get('style') ?? 'spoken').split(/[,\s]+/).filter((word) => word !== '');
  return {
    conversation,
    labels: draft.labels,
    family: at.family,
    writer: at.writer,
    style,
    place: { file: at.file, line: draft.line },
  };
};

const secondsToMs = (text: string | undefined): number => Math.round(Number(text) * 1000);

/** Reads one family file; what cannot be read is reported by line and left out. */
export const readCorpusText = (text: string, at: { file: string; family: string }): CorpusFile => {
  const records: CorpusRecord[] = [];
  const errors: CorpusError[] = [];
  let writer = '';
  let draft: Draft | undefined;
  const report = (line: number, message: string): void => void errors.push({ file: at.file, line, message });
  const close = (): void => {
    if (draft === undefined) return;
    const record = finish(draft, { ...at, writer });
    if (typeof record === 'string') report(draft.line, `${draft.id}: ${record}`);
    else records.push(record);
    draft = undefined;
  };
  text.split(/\r?\n/).forEach((raw, i) => {
    const line = raw.trim();
    const turn = turnLine.exec(line);
    const head = /^(product|fields|scope|style):\s*(.*)$/.exec(line);
    if (line === '') return;
    if (line.startsWith('@')) {
      if (line.startsWith('@writer')) writer = line.slice('@writer'.length).trim();
    } else if (line.startsWith('# ')) {
      close();
      draft = { id: line.slice(2).trim(), line: i + 1, turns: [], labels: [], head: new Map() };
    } else if (draft === undefined) report(i + 1, `outside a conversation: ${line}`);
    else if (head !== null && draft.turns.length === 0) draft.head.set(head[1] as string, head[2] as string);
    else if (turn !== null) {
      const times = turn[2] === undefined ? {} : { startMs: secondsToMs(turn[2]), endMs: secondsToMs(turn[3]) };
      draft.turns.push({ role: roleOfLetter(turn[1] as string), text: turn[4] as string, ...times });
    } else {
      const label = readLabel(line);
      if (label === undefined) report(i + 1, `cannot read: ${line}`);
      else draft.labels.push(label);
    }
  });
  close();
  return { records, errors };
};

const folder = new URL('./conversations/', import.meta.url);

/** Reads the whole corpus as its writers labelled it, in the order of lines and families. */
export const readFirstReading = (): CorpusFile => {
  const all: CorpusFile = { records: [], errors: [] };
  for (const line of readdirSync(folder).sort()) {
    for (const name of readdirSync(new URL(`${line}/`, folder)).sort()) {
      const file = `corpus/conversations/${line}/${name}`;
      const text = readFileSync(new URL(`${line}/${name}`, folder), 'utf8');
      const { records, errors } = readCorpusText(text, { file, family: `${line}/${name.replace(/\.txt$/, '')}` });
      all.records.push(...records);
      all.errors.push(...errors);
    }
  }
  return all;
};
