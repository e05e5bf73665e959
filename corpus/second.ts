import { readdirSync, readFileSync } from 'node:fs';
import { type CorpusError, type CorpusFile, readFirstReading, readLabel } from './read.ts';
import type { CorpusRecord, Label } from './record.ts';

/** What another writer, who did not see the labels, found violated in a conversation. */
export type SecondReading = { id: string; reader: string; violated: Label[] };

/** Reads `@reader R`, then `# conversation-id` and its `= item violated turns why` lines, also none. */
export const readSecondText = (text: string, file: string): { readings: SecondReading[]; errors: CorpusError[] } => {
  const readings: SecondReading[] = [];
  const errors: CorpusError[] = [];
  let reader = '';
  text.split(/\r?\n/).forEach((raw, i) => {
    const line = raw.trim();
    if (line === '') return;
    if (line.startsWith('@reader')) reader = line.slice('@reader'.length).trim();
    else if (line.startsWith('# ')) readings.push({ id: line.slice(2).trim(), reader, violated: [] });
    else {
      const label = readLabel(line);
      const open = readings.at(-1);
      if (label?.kind === 'violated' && open !== undefined) open.violated.push(label);
      else errors.push({ file, line: i + 1, message: `cannot read: ${line}` });
    }
  });
  return { readings, errors };
};

const folder = new URL('./second/', import.meta.url);

/** All second readings of the corpus. */
export const readSecondReadings = (): { readings: SecondReading[]; errors: CorpusError[] } => {
  const files = readdirSync(folder)
    .filter((name) => name.endsWith('.txt'))
    .sort()
    .map((name) => readSecondText(readFileSync(new URL(name, folder), 'utf8'), `corpus/second/${name}`));
  return { readings: files.flatMap((file) => file.readings), errors: files.flatMap((file) => file.errors) };
};

/** Items of one conversation on which the two readers differ. What the first already called disputable is settled so. */
export const disputedIn = (record: CorpusRecord, reading: SecondReading): string[] => {
  const first = new Set(record.labels.filter((label) => label.kind === 'violated').map((label) => label.item));
  const open = new Set(record.labels.filter((label) => label.kind === 'ignore').map((label) => label.item));
  const second = new Set(reading.violated.map((label) => label.item));
  return [...new Set([...first, ...second])].filter((item) => first.has(item) !== second.has(item) && !open.has(item));
};

/** The record with what its readers dispute as `ignore`: it is neither learned from nor counted. */
export const settled = (record: CorpusRecord, reading: SecondReading | undefined): CorpusRecord => {
  if (reading === undefined) return record;
  const disputed = new Set(disputedIn(record, reading));
  if (disputed.size === 0) return record;
  const kept = record.labels.map((label): Label => (disputed.has(label.item) ? { ...label, kind: 'ignore' } : label));
  const added = reading.violated
    .filter((label) => disputed.has(label.item) && !record.labels.some((own) => own.item === label.item))
    .map((label): Label => ({ ...label, kind: 'ignore' }));
  return { ...record, labels: [...kept, ...added] };
};

/** The whole corpus; what was read twice with two results is `ignore`. */
export const readCorpus = (): CorpusFile => {
  const { records, errors } = readFirstReading();
  const second = readSecondReadings();
  const readingOf = new Map(second.readings.map((reading) => [reading.id, reading]));
  return {
    records: records.map((record) => settled(record, readingOf.get(record.conversation.id))),
    errors: [...errors, ...second.errors],
  };
};

export type Agreement = { item: string; both: number; first: number; second: number; neither: number; kappa: number };

/** Cohen's κ per item over the conversations that were read twice: violated or not, by either reader. */
export const agreementsOf = (records: readonly CorpusRecord[], readings: readonly SecondReading[]): Agreement[] => {
  const byId = new Map(records.map((record) => [record.conversation.id, record]));
  const pairs = readings.flatMap((reading) => {
    const record = byId.get(reading.id);
    return record === undefined ? [] : [{ record, reading }];
  });
  const violatedBy = ({ record }: (typeof pairs)[number]): string[] =>
    record.labels.filter((label) => label.kind === 'violated').map((label) => label.item);
  const items = new Set(pairs.flatMap((pair) => [...violatedBy(pair), ...pair.reading.violated.map((l) => l.item)]));
  return [...items].sort().map((item) => {
    const counts = { both: 0, first: 0, second: 0, neither: 0 };
    for (const pair of pairs) {
      const one = violatedBy(pair).includes(item);
      const other = pair.reading.violated.some((label) => label.item === item);
      counts[one ? (other ? 'both' : 'first') : other ? 'second' : 'neither'] += 1;
    }
    return { item, ...counts, kappa: kappaOf(counts) };
  });
};

/** J. Cohen, A coefficient of agreement for nominal scales (1960); 1 when nothing could differ. */
const kappaOf = (n: { both: number; first: number; second: number; neither: number }): number => {
  const all = n.both + n.first + n.second + n.neither;
  const [one, other] = [(n.both + n.first) / all, (n.both + n.second) / all];
  const byChance = one * other + (1 - one) * (1 - other);
  return byChance === 1 ? 1 : ((n.both + n.neither) / all - byChance) / (1 - byChance);
};
