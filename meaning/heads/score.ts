import type { LabelSpec } from '@mingjian/matching';
import type { Role } from '@mingjian/timeline';
import type { Meaning } from '../meaning.ts';
import { featuresOf } from './features.ts';
import { type Heads, scoresOf } from './heads.ts';
import { hearTurns } from './hear.ts';
import { openLexicon } from './lexicon.ts';

/** Scores of one turn: label → 0–1, those that are worth writing down. */
export type TurnScores = Map<string, number>;
export type TurnScorer = {
  labels: readonly string[];
  version: string;
  /** One map a turn. Throws when the embedder is not here, with the fix. */
  scores(turns: readonly { text: string; role: Role }[], signal?: AbortSignal): Promise<TurnScores[]>;
};

/** Scores below say nothing that a rule would ask for; they are not written down. */
const leastWritten = 0.1;

/**
 * Trained heads at work: turns in, scores out. Of several files the last one that has a label speaks of it: an institution's own heads over
 * the shipped ones. `specs` = the labels of the packs that the heads were trained with.
 */
export const openTurnScorer = (
  files: readonly Heads[],
  by: { meaning: Meaning; specs: readonly LabelSpec[] },
): TurnScorer => {
  const labels = [...new Set(files.flatMap((heads) => heads.labels))];
  const parts = files.map((heads, at) => ({
    heads,
    lexicon: openLexicon(heads.lexicon, by.specs),
    speaks: heads.labels.map((label) => !files.slice(at + 1).some((later) => later.labels.includes(label))),
  }));
  return {
    labels,
    version: files.map((heads) => heads.version).join(', '),
    scores: async (turns, signal) => {
      const written: TurnScores[] = turns.map(() => new Map());
      for (const { heads, lexicon, speaks } of parts) {
        const { mean } = heads;
        const how = { meaning: by.meaning, lexicon, mean, ...(signal === undefined ? {} : { signal }) };
        const heard = await hearTurns(turns, how);
        heard.forEach((turn, i) => {
          scoresOf(heads, featuresOf(turn, heard[i - 1], heads.lexicon.length)).forEach((score, k) => {
            if (speaks[k] === true && score >= leastWritten)
              written[i]?.set(heads.labels[k] as string, Math.round(score * 1000) / 1000);
          });
        });
      }
      return written;
    },
  };
};
