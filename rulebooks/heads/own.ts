import { type Heads, openTurnScorer } from '@mingjian/meaning/heads/index.ts';
import { type Comparison, compareHeads, type MarkedTurn } from './better.ts';
import { type Lesson, lessonsOf } from './lessons.ts';
import { lexiconSpecs } from './lexicon.ts';
import { labelledOf, onlyMarked, type Reviewed } from './reviewed.ts';
import { readHeads, shippedHeadsPath } from './shipped.ts';
import { pick, type TrainingOptions, trainFrom } from './train.ts';

/** Every third reviewed conversation, in the order of the file, is kept to compare with; all its lines together. */
const keptApart = (reviewed: readonly Reviewed[]): ReadonlySet<string> =>
  new Set([...new Set(reviewed.map((one) => one.conversation.id))].filter((_, i) => i % 3 === 2));
/** A mark is the word of the people who will use the head: it weighs as much as three sentences of the corpus. */
const markRepeats = 3;

const lessonsOfMarks = (reviewed: readonly Reviewed[]): Lesson[] =>
  reviewed.flatMap((one) => lessonsOf(labelledOf(one), one.conversation.id).flatMap(onlyMarked));

const markedTurns = async (
  reviewed: readonly Reviewed[],
  fresh: Heads,
  { meaning, current }: OwnOptions,
): Promise<MarkedTurn[]> => {
  const specs = lexiconSpecs();
  const inUse = current === undefined ? [shippedHeadsPath] : [shippedHeadsPath, current];
  const [known, tried] = [
    openTurnScorer(inUse.map(readHeads), { meaning, specs }),
    openTurnScorer([fresh], { meaning, specs }),
  ];
  const marked: MarkedTurn[] = [];
  for (const { conversation, marks } of reviewed) {
    const [before, after] = [await known.scores(conversation.turns), await tried.scores(conversation.turns)];
    for (const { item, decision, turns } of marks)
      for (const turn of turns)
        marked.push({
          label: item,
          right: decision === 'hit',
          before: before[turn]?.get(item) ?? 0,
          after: after[turn]?.get(item) ?? 0,
        });
  }
  return marked;
};

/** `current` = the institution's heads that are in use, over the shipped ones: a new head must be no worse than those. */
export type OwnOptions = TrainingOptions & { current?: string };

/** Heads of an institution: the corpus and its own reviews to learn from; only those that got no worse on reviews kept apart are in it. */
export const trainOwn = async (
  corpus: readonly Lesson[],
  reviewed: readonly Reviewed[],
  options: OwnOptions,
): Promise<{ heads: Heads; comparisons: Comparison[] }> => {
  const apart = keptApart(reviewed);
  const learned = lessonsOfMarks(reviewed.filter((one) => !apart.has(one.conversation.id)));
  const repeated = Array.from({ length: markRepeats }, () => learned).flat();
  const fresh = await trainFrom([...corpus, ...repeated], options);
  const compared = reviewed.filter((one) => apart.has(one.conversation.id));
  const comparisons = compareHeads(await markedTurns(compared, fresh, options));
  const installed = new Set(comparisons.filter((one) => one.installed).map((one) => one.label));
  const kept = fresh.labels.flatMap((label, k) => (installed.has(label) ? [k] : []));
  return { heads: pick(fresh, kept), comparisons };
};
