import { writeFileSync } from 'node:fs';
import { packsFor, readPack } from '@mingjian/rulebooks';
import { wilson } from '@mingjian/rulebooks/accuracy/interval.ts';
import { addScore, type ItemScore, type Miss, openScores, type Scores } from '@mingjian/rulebooks/accuracy/score.ts';
import { readTruth, type TruthRow } from '@mingjian/rulebooks/accuracy/truth.ts';
import { readConversations } from '@mingjian/rulebooks/conversations.ts';
import { openMeaningAdder } from '@mingjian/rulebooks/heads/judge.ts';
import { evaluateConversation } from '@mingjian/rules';
import type { Conversation } from '@mingjian/timeline';
import { parseOptions, UsageError } from './options.ts';
import { columnsOf } from './table.ts';

export const calibrateHelp = `./mj calibrate --in CONVERSATIONS.jsonl --truth LABELS.jsonl|LABELS.xlsx [--pack P]… [--heads HEADS.json] [--json OUT|-]
  本机构材料上的查准率、查全率、无法判定比例（95% 区间）与每一处差错。
  Precision, recall and undecidable share per item with 95 % intervals on your own material, and every error.
  LABELS: {"id","item","verdict"} 一行一条，或 {"id","items":[…]} 一行一通；表格首行 会话 · 质检项 · 结论。
  标注中出现过的质检项，在每通有标注的会话里都按已看过计：没写就是没有。
  An item that occurs in the labels counts as looked at in every labelled conversation: not written means not there.
`;

/** One item: shares with their 95 % intervals. */
export type Calibrated = {
  item: string;
  violated: number;
  found: number;
  missed: number;
  wrong: number;
  undecided: number;
  conversations: number;
  precision: Share;
  recall: Share;
  undecidable: Share;
};
type Share = { share: number | null; low: number; high: number };

const shareOf = (hits: number, total: number): Share => {
  const [low, high] = wilson(hits, total);
  return { share: total === 0 ? null : hits / total, low, high };
};

const calibrated = (item: string, s: ItemScore): Calibrated => {
  const violated = s.tp + s.fn + s.undecidedViolated;
  const conversations = s.tp + s.fn + s.fp + s.tn + s.undecided;
  return {
    item,
    violated,
    found: s.tp,
    missed: s.fn,
    wrong: s.fp,
    undecided: s.undecided,
    conversations,
    precision: shareOf(s.tp, s.tp + s.fp),
    recall: shareOf(s.tp, violated),
    undecidable: shareOf(s.undecided, conversations),
  };
};

/** Judges the labelled conversations. Throws when a label names a conversation that is not there. */
const scoresOf = async (
  conversations: readonly Conversation[],
  truth: readonly TruthRow[],
  by: { packs: readonly string[]; heads?: string },
): Promise<Scores> => {
  const byId = new Map(conversations.map((conversation) => [conversation.id, conversation]));
  const rows = Map.groupBy(truth, (row) => row.id);
  const seen = new Set(truth.map((row) => row.item));
  const given = by.packs.map(readPack);
  const scores = openScores();
  const meaning = openMeaningAdder(by.heads);
  try {
    for (const [id, labels] of rows) {
      const conversation = byId.get(id);
      if (conversation === undefined)
        throw new Error(`${labels[0]?.place}: 会话 ${id} 不在 --in 中 conversation ${id} is not in --in`);
      const packs = given.length > 0 ? given : packsFor(conversation.product);
      const { findings } = evaluateConversation(await meaning.add(conversation, packs), packs);
      addScore(
        scores,
        { conversation, labels },
        findings.filter((finding) => seen.has(finding.item)),
      );
    }
  } finally {
    await meaning.stop();
  }
  return scores;
};

const percent = ({ share, low, high }: Share): string =>
  share === null ? '–' : `${(share * 100).toFixed(0)}% (${(low * 100).toFixed(0)}–${(high * 100).toFixed(0)})`;
const pad = (text: string, width: number): string => text + ' '.repeat(Math.max(1, width - columnsOf(text)));
const kinds: Record<Miss['kind'], string> = { missed: '漏', 'false alarm': '误', undecided: '未判' };

const asText = (rows: readonly Calibrated[], scores: Scores): string =>
  [
    `${pad('质检项 item', 32)}${pad('违规', 6)}${pad('查出', 6)}${pad('误报', 6)}${pad('查准率 P', 18)}${pad('查全率 R', 18)}无法判定`,
    ...rows.map(
      (row) =>
        `${pad(row.item, 32)}${pad(String(row.violated), 6)}${pad(String(row.found), 6)}${pad(String(row.wrong), 6)}${pad(percent(row.precision), 18)}${pad(percent(row.recall), 18)}${percent(row.undecidable)}`,
    ),
    '',
    ...scores.misses.map((miss) => `${kinds[miss.kind]} ${miss.item} ${miss.id}: ${miss.texts.join(' ‖ ')}`),
    '',
  ].join('\n');

/** `./mj calibrate`: figures of the packs on labelled conversations. */
export const calibrateCommand = async (argv: readonly string[]): Promise<number> => {
  if (argv.includes('--help')) {
    process.stdout.write(calibrateHelp);
    return 0;
  }
  const options = parseOptions(argv, { in: 'one', truth: 'one', pack: 'many', heads: 'one', json: 'one' });
  const [input, labels] = [options.one('in'), options.one('truth')];
  if (input === undefined || labels === undefined)
    throw new UsageError(`缺少 --in 或 --truth is missing\n${calibrateHelp}`);
  const heads = options.one('heads');
  const scores = await scoresOf(readConversations(input), await readTruth(labels), {
    packs: options.many('pack'),
    ...(heads === undefined ? {} : { heads }),
  });
  const rows = [...scores.items].sort(([a], [b]) => (a < b ? -1 : 1)).map(([item, score]) => calibrated(item, score));
  const json = options.one('json');
  if (json !== '-') process.stdout.write(asText(rows, scores));
  if (json === undefined) return 0;
  const text = `${JSON.stringify({ format: 'mingjian.calibration/1', items: rows, errors: scores.misses })}\n`;
  if (json === '-') process.stdout.write(text);
  else writeFileSync(json, text);
  return 0;
};
