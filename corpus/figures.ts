import type { CorpusRecord, LabelKind } from './record.ts';
import { partOf } from './split.ts';

export type ItemCount = {
  violated: number;
  satisfied: number;
  hardNegative: number;
  ignore: number;
  families: number;
  testViolated: number;
};
export type Figures = {
  conversations: number;
  turns: number;
  characters: number;
  families: number;
  writers: Record<string, number>;
  products: Record<string, number>;
  fullOf30: number;
  full: number;
  asr: number;
  noPunctuation: number;
  chat: number;
  innocent: number;
  testFamilies: number;
  testConversations: number;
  distinctTurns: number;
  items: Map<string, ItemCount>;
};

const count = (map: Record<string, number>, key: string): void => {
  map[key] = (map[key] ?? 0) + 1;
};
const fieldOf: Record<LabelKind, keyof ItemCount> = {
  violated: 'violated',
  satisfied: 'satisfied',
  hard_negative: 'hardNegative',
  ignore: 'ignore',
};

const itemsOf = (records: readonly CorpusRecord[]): Map<string, ItemCount> => {
  const items = new Map<string, ItemCount & { seen: Set<string> }>();
  for (const record of records) {
    for (const label of record.labels) {
      const entry = items.get(label.item) ?? {
        violated: 0,
        satisfied: 0,
        hardNegative: 0,
        ignore: 0,
        families: 0,
        testViolated: 0,
        seen: new Set<string>(),
      };
      entry[fieldOf[label.kind]] += 1;
      entry.seen.add(record.family);
      entry.families = entry.seen.size;
      if (label.kind === 'violated' && partOf(record.family) === 'test') entry.testViolated += 1;
      items.set(label.item, entry);
    }
  }
  return new Map(
    [...items].sort(([a], [b]) => (a < b ? -1 : 1)).map(([item, { seen: _seen, ...rest }]) => [item, rest]),
  );
};

/** Size and variety of the corpus. */
export const figuresOf = (records: readonly CorpusRecord[]): Figures => {
  const writers: Record<string, number> = {};
  const products: Record<string, number> = {};
  const turns = records.flatMap((record) => record.conversation.turns.map((turn) => turn.text));
  for (const record of records) {
    count(writers, record.writer);
    count(products, record.conversation.product ?? '');
  }
  const families = new Set(records.map((record) => record.family));
  const having = (test: (record: CorpusRecord) => boolean): number => records.filter(test).length;
  return {
    conversations: records.length,
    turns: turns.length,
    characters: turns.reduce((sum, text) => sum + text.length, 0),
    families: families.size,
    writers,
    products,
    fullOf30: having((r) => r.conversation.scope === 'full' && r.conversation.turns.length >= 30),
    full: having((r) => r.conversation.scope === 'full'),
    asr: having((r) => r.style.includes('asr')),
    noPunctuation: having((r) => r.style.includes('nopunct')),
    chat: having((r) => r.style.includes('chat')),
    innocent: having((r) => !r.labels.some((label) => label.kind === 'violated')),
    testFamilies: [...families].filter((family) => partOf(family) === 'test').length,
    testConversations: having((r) => partOf(r.family) === 'test'),
    distinctTurns: new Set(turns).size,
    items: itemsOf(records),
  };
};
