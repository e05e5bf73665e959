import { readFileSync } from 'node:fs';

/** What a person said of one item in one conversation. */
export type TruthRow = {
  id: string;
  item: string;
  kind: 'violated' | 'satisfied' | 'ignore';
  turns: number[];
  place: string;
};

const columns = {
  id: ['id', '会话', '录音', '会话编号'],
  item: ['item', '质检项'],
  verdict: ['verdict', '结论', '结果'],
};
const verdicts: Record<string, TruthRow['kind']> = {
  violated: 'violated',
  违规: 'violated',
  命中: 'violated',
  satisfied: 'satisfied',
  not_applicable: 'satisfied',
  合规: 'satisfied',
  未命中: 'satisfied',
  不适用: 'satisfied',
  ignore: 'ignore',
  争议: 'ignore',
};

const rowOf = (given: Record<string, unknown>, place: string): TruthRow => {
  const text = (value: unknown): string => (value === null || value === undefined ? '' : String(value).trim());
  const [id, item, verdict] = [text(given.id), text(given.item), text(given.verdict)];
  if (id === '' || item === '') throw new Error(`${place}: 缺少会话或质检项 id or item is missing`);
  const kind = verdicts[verdict];
  if (kind === undefined)
    throw new Error(`${place}: 结论「${verdict}」不认识 unknown verdict; known: ${Object.keys(verdicts).join(', ')}`);
  const turns = Array.isArray(given.turns) ? given.turns.filter((turn) => Number.isInteger(turn)) : [];
  return { id, item, kind, turns, place };
};

/** One line a conversation, `{"id", "items": [{"item", "verdict", "turns"}]}`, or one line a label, `{"id", "item", "verdict"}`. */
const readLines = (path: string): TruthRow[] =>
  readFileSync(path, 'utf8')
    .split('\n')
    .flatMap((line, i) => {
      if (line.trim() === '') return [];
      const place = `${path}:${i + 1}`;
      let record: Record<string, unknown>;
      try {
        record = JSON.parse(line);
      } catch {
        throw new Error(`${place}: 不是 JSON is not JSON`);
      }
      if (!Array.isArray(record.items)) return [rowOf(record, place)];
      return record.items.map((label: Record<string, unknown>) => rowOf({ ...label, id: record.id }, place));
    });

const columnOf = (head: readonly unknown[], names: readonly string[], path: string): number => {
  const at = head.findIndex((cell) =>
    names.includes(
      String(cell ?? '')
        .trim()
        .toLowerCase(),
    ),
  );
  if (at < 0) throw new Error(`${path}: 首行缺少列 the first row lacks a column ${names.join(' | ')}`);
  return at;
};

/** First sheet; the first row names the columns, in any order: 会话 id · 质检项 item · 结论 verdict. */
const readSheetRows = async (path: string): Promise<TruthRow[]> => {
  const { readSheet } = await import('read-excel-file/node');
  const [head = [], ...rows] = await readSheet(path).catch((error: unknown) => {
    throw new Error(
      `${path}: 读不出表格 cannot read the sheet: ${error instanceof Error ? error.message : String(error)}`,
    );
  });
  const id = columnOf(head, columns.id, path);
  const item = columnOf(head, columns.item, path);
  const verdict = columnOf(head, columns.verdict, path);
  return rows
    .map((row, i) => ({ row, place: `${path} 第 ${i + 2} 行 row ${i + 2}` }))
    .filter(({ row }) => row.some((cell) => cell !== null))
    .map(({ row, place }) => rowOf({ id: row[id], item: row[item], verdict: row[verdict] }, place));
};

/** Reads labels of people: JSON Lines, or a sheet (.xlsx). Throws with the place of the first bad row. */
export const readTruth = async (path: string): Promise<TruthRow[]> =>
  /\.xlsx$/i.test(path) ? readSheetRows(path) : readLines(path);
