import type { TurnScorer } from '@mingjian/meaning/heads/index.ts';
import { packsFor } from '@mingjian/rulebooks';
import { addScore, type Labelled, openScores, type Scores } from '@mingjian/rulebooks/accuracy/score.ts';
import { withMeaning } from '@mingjian/rulebooks/heads/judge.ts';
import { saidItems } from '@mingjian/rulebooks/heads/lessons.ts';
import { evaluateConversation, type Finding } from '@mingjian/rules';
import type { Conversation } from '@mingjian/timeline';

/** What may decide: the packs' words, the trained heads alone at a score of 0.5, or the packs as they ship. */
export type Mode = 'words' | 'meaning' | 'both';
export type Judge = (conversation: Conversation) => Promise<readonly Finding[]>;

const headsDecide = 0.5;
/** Rules that nothing but a head can raise; without heads they are undecidable, and words alone are not to be blamed for that. */
const ofMeaning = (rule: string): boolean => rule.startsWith('MEANS-');

const judgeByHeads = async (conversation: Conversation, scorer: TurnScorer): Promise<Finding[]> => {
  const scores = await scorer.scores(conversation.turns);
  const { findings } = evaluateConversation(conversation, packsFor(conversation.product));
  const applying = new Set(findings.filter((f) => f.verdict !== 'not_applicable').map((f) => f.item));
  return scorer.labels
    .filter((item) => applying.has(item))
    .map((item) => {
      const turns = scores.flatMap((turn, i) => ((turn.get(item) ?? 0) >= headsDecide ? [i] : []));
      const isHeard = turns.length > 0;
      const isMissing = conversation.scope === 'full' && !isHeard;
      const verdict = (saidItems.has(item) ? isMissing : isHeard) ? 'violated' : 'satisfied';
      return { item, verdict, spans: isHeard ? [{ startMs: 0, endMs: 0, turns }] : [] } as unknown as Finding;
    });
};

export const judgeBy = (mode: Mode, scorer: TurnScorer | undefined): Judge => {
  if (mode === 'words' || scorer === undefined)
    return async (conversation) =>
      evaluateConversation(conversation, packsFor(conversation.product)).findings.filter(
        ({ rule }) => !ofMeaning(rule),
      );
  if (mode === 'meaning') return (conversation) => judgeByHeads(conversation, scorer);
  return async (conversation) =>
    evaluateConversation(await withMeaning(conversation, scorer), packsFor(conversation.product)).findings;
};

/** Where the truth names only some must-says, those it does not name are unknown and not counted. */
export const ofNamed = ({ labels }: Labelled, findings: readonly Finding[]): Finding[] =>
  findings.filter(({ item }) => !saidItems.has(item) || labels.some((label) => label.item === item));
/** Sentences that were written for one item each are judged by that item alone. */
export const ofItem = (record: Labelled & { item: string }, findings: readonly Finding[]): Finding[] =>
  findings.filter(({ item }) => item === record.item);

/** Judges all; `counted` says which findings count for a record. */
export const judgeAll = async <Of extends Labelled>(
  records: readonly Of[],
  judge: Judge,
  counted: (record: Of, findings: readonly Finding[]) => readonly Finding[] = (_, findings) => findings,
): Promise<Scores> => {
  const scores = openScores();
  for (const record of records) addScore(scores, record, counted(record, await judge(record.conversation)));
  return scores;
};

/** Share of applicable items that were decided, over full conversations. */
export const decidedShare = async (
  records: readonly Labelled[],
  judge: Judge,
): Promise<{ decided: number; all: number }> => {
  let [decided, all] = [0, 0];
  for (const { conversation } of records.filter((record) => record.conversation.scope === 'full')) {
    const byItem = Map.groupBy(await judge(conversation), (finding) => finding.item);
    for (const findings of byItem.values()) {
      const applying = findings.filter((finding) => finding.verdict !== 'not_applicable');
      if (applying.length === 0) continue;
      all += 1;
      // Violated wins over undecidable, as in the verdict of the whole.
      if (applying.some((f) => f.verdict === 'violated') || applying.every((f) => f.verdict !== 'undecidable'))
        decided += 1;
    }
  }
  return { decided, all };
};
