import { readFileSync } from 'node:fs';
import type { CorpusRecord } from '@mingjian/corpus';
import type { Conversation } from '@mingjian/timeline';
import { items } from '../catalogue.ts';
import type { Lesson } from './lessons.ts';

/** `mingjian.reviewed/1`, one a line: a conversation, and what reviewers said of findings in it (命中 violated, 误判 false alarm). */
export type Reviewed = {
  format: 'mingjian.reviewed/1';
  conversation: Conversation;
  marks: { item: string; decision: 'hit' | 'false_alarm'; turns: number[] }[];
};

const readLine = (line: string, place: string): Reviewed => {
  let given: Partial<Reviewed>;
  try {
    given = JSON.parse(line);
  } catch {
    throw new Error(`${place}: 不是 JSON is not JSON`);
  }
  if (
    given.format !== 'mingjian.reviewed/1' ||
    !Array.isArray(given.conversation?.turns) ||
    !Array.isArray(given.marks)
  )
    throw new Error(`${place}: 不是 mingjian.reviewed/1 的一行 is not a line of mingjian.reviewed/1`);
  return given as Reviewed;
};

/** @throws Error with file and line. */
export const readReviewed = (path: string): Reviewed[] =>
  readFileSync(path, 'utf8')
    .split('\n')
    .flatMap((line, i) => (line.trim() === '' ? [] : [readLine(line, `${path}:${i + 1}`)]));

/** As a labelled conversation: a hit is the item, a false alarm only looks like it. */
export const labelledOf = ({ conversation, marks }: Reviewed): Pick<CorpusRecord, 'conversation' | 'labels'> => ({
  conversation,
  labels: marks.map(({ item, decision, turns }) => ({
    item,
    kind: decision === 'hit' ? 'violated' : 'hard_negative',
    turns: [...turns],
    why: 'review',
  })),
});

/** Only what was reviewed is known: of every other item, and of the turns that no mark names, nothing is. */
export const onlyMarked = (lesson: Lesson): Lesson[] => {
  const known = new Set([...lesson.carries, ...lesson.resembles]);
  if (known.size === 0) return [];
  return [{ ...lesson, unknown: items.map((item) => item.id).filter((id) => !known.has(id)) }];
};
