import type { Turn } from '@mingjian/timeline';
import type { Opinion, Opinions } from './opinion.ts';
import type { Question } from './prompt.ts';
import { placeOfQuote } from './quote.ts';
import type { Claim, Reply } from './reply.ts';

export type Judged = Pick<Opinions, 'opinions' | 'fine' | 'unanswered' | 'unquoted' | 'malformed'>;
type Answer = { question: Question; reply: Reply };
type Placed = Opinion & { from: number; to: number };

/** A model that sees an item everywhere helps nobody. */
const placesAnItem = 3;

const placed = (claim: Claim, question: Question, turns: readonly Turn[]): Placed | undefined => {
  if (claim.stance === 'fine') return undefined;
  const place = placeOfQuote(question.lines, claim.quote, claim.turn);
  const turn = turns[place?.turn ?? -1];
  if (place === undefined || turn === undefined) return undefined;
  const { startMs, endMs } = turn;
  return {
    item: claim.item,
    stance: claim.stance,
    turn: place.turn,
    quote: turn.text.slice(place.from, place.to),
    role: turn.role,
    ...(startMs === undefined ? {} : { startMs, endMs: endMs ?? startMs }),
    from: place.from,
    to: place.to,
  };
};

const isSame = (a: Placed, b: Placed): boolean =>
  a.item === b.item && a.turn === b.turn && a.from < b.to && b.from < a.to;

/** Each place once (windows overlap), the surer word first kept, at most three an item; then in the order of the turns. */
const merged = (all: readonly Placed[]): Opinion[] => {
  const sure = [...all].sort(
    (a, b) => Number(a.stance === 'unsure') - Number(b.stance === 'unsure') || a.turn - b.turn || a.from - b.from,
  );
  const kept: Placed[] = [];
  for (const one of sure) {
    const ofItem = kept.filter(({ item }) => item === one.item);
    if (ofItem.length < placesAnItem && !ofItem.some((other) => isSame(one, other))) kept.push(one);
  }
  return kept.sort((a, b) => a.turn - b.turn || a.from - b.from).map(({ from: _from, to: _to, ...opinion }) => opinion);
};

/** Answers put together: what stands in the transcript comes out, everything else is only counted. */
export const judgedReplies = (answers: readonly Answer[], turns: readonly Turn[]): Judged => {
  const found: Placed[] = [];
  const open = new Set<string>();
  const asked = new Set<string>();
  let unquoted = 0;
  let malformed = 0;
  for (const { question, reply } of answers) {
    malformed += reply.malformed;
    const usable = new Set<string>();
    for (const claim of reply.claims) {
      const opinion = placed(claim, question, turns);
      if (opinion !== undefined) found.push(opinion);
      else if (claim.stance !== 'fine') unquoted += 1;
      if (opinion !== undefined || claim.stance === 'fine') usable.add(claim.item);
    }
    for (const { id } of question.items) {
      asked.add(id);
      if (!usable.has(id)) open.add(id);
    }
  }
  const opinions = merged(found);
  const raised = new Set(opinions.map(({ item }) => item));
  const fine = [...asked].filter((id) => !raised.has(id) && !open.has(id));
  return { opinions, fine, unanswered: [...open], unquoted, malformed };
};
