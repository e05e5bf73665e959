import { align, type Difference } from './alignment.ts';
import type { Row } from './rows.ts';

/** A sentence on a paper against the sentence that should stand there. */
export type SentenceMatch = {
  decision: 'same' | 'different' | 'undecidable';
  reason?: string;
  /** 1 − changes ÷ length of the expected sentence, at least 0. */
  score: number;
  /** The stretch of the paper that was compared. */
  seen: string;
  missing: Difference[];
  extra: Difference[];
  wrong: Difference[];
};

/** Marks and spaces do not count: a copied sentence is judged by its characters and digits. */
const counted = (character: string): boolean => /[\p{L}\p{N}]/u.test(character);
const characters = (text: string): string[] => [...text.normalize('NFKC')].filter(counted);

/** Under this likeness the sentence is not on the paper at all; then nobody can say what is wrong in it. */
const leastLikeness = 0.5;
/** A difference counts when the reader was this sure of the character; handwriting is read less surely than print. */
const sureOfCharacter = 0.9;

const read = (rows: readonly Row[], after: RegExp | undefined): { character: string; certainty: number }[] => {
  const first = after === undefined ? 0 : rows.findIndex((row) => after.test(row.text)) + 1;
  return rows
    .slice(first)
    .flatMap((row) =>
      [...row.text].flatMap((character, i) =>
        counted(character) ? [{ character, certainty: row.certainty[i] ?? 0 }] : [],
      ),
    );
};

/**
 * Finds the stretch of the paper most like `expected` and says what differs. `after` looks only below the row that fits, for forms which
 * print the sentence and have it copied underneath. Undecidable: nothing like it on the paper, or only differences read unsurely.
 */
export const compareSentence = (
  rows: readonly Row[],
  expected: string,
  options: { after?: RegExp } = {},
): SentenceMatch => {
  const wanted = characters(expected);
  if (wanted.length === 0) throw new Error('the expected sentence has no characters to compare');
  const seen = read(rows, options.after);
  const found = align(
    wanted,
    seen.map((one) => one.character),
    { whole: false },
  );
  const score = Math.max(0, 1 - found.distance / wanted.length);
  const stretch = seen.slice(found.start, found.end);
  const of = (kind: Difference['kind']) => found.differences.filter((one) => one.kind === kind);
  return {
    ...decided(score, found.differences, stretch, seen),
    score,
    seen: stretch.map((one) => one.character).join(''),
    missing: of('missing'),
    extra: of('extra'),
    wrong: of('wrong'),
  };
};

type Seen = readonly { character: string; certainty: number }[];
const decided = (
  score: number,
  differences: readonly Difference[],
  stretch: Seen,
  seen: Seen,
): { decision: SentenceMatch['decision']; reason?: string } => {
  if (seen.length === 0) return { decision: 'undecidable', reason: 'nothing could be read' };
  if (score < leastLikeness) return { decision: 'undecidable', reason: 'nothing like the sentence was read' };
  if (differences.length === 0) return { decision: 'same' };
  const sure = differences.filter((one) => certaintyOf(one, seen) >= sureOfCharacter);
  if (sure.length > 0) return { decision: 'different', reason: said(sure[0]!, sure.length) };
  const mean = stretch.reduce((sum, one) => sum + one.certainty, 0) / Math.max(1, stretch.length);
  return { decision: 'undecidable', reason: `differences were read unsurely (mean certainty ${mean.toFixed(2)})` };
};

/** A missing character is as sure as its two neighbours. */
const certaintyOf = ({ kind, place }: Difference, seen: Seen): number =>
  kind === 'missing'
    ? Math.min(seen[place - 1]?.certainty ?? 1, seen[place]?.certainty ?? 1)
    : (seen[place]?.certainty ?? 0);

const said = (one: Difference, count: number): string => {
  const more = count > 1 ? ` and ${count - 1} more` : '';
  if (one.kind === 'missing') return `"${one.expected}" is missing at character ${one.at + 1}${more}`;
  if (one.kind === 'extra') return `"${one.read}" is too much at character ${one.at + 1}${more}`;
  return `"${one.read}" instead of "${one.expected}" at character ${one.at + 1}${more}`;
};
