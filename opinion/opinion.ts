import type { Capability } from '@mingjian/detector-core';
import type { Role } from '@mingjian/timeline';

/** What the model is asked about: an item of the catalogue, with the words that say what it is. */
export type AskedItem = { id: string; zh: string; meaning: string };

/** What a model may say of an item. Only the first two can become an opinion, and only with a quote. */
export type Stance = 'violated' | 'unsure' | 'fine';

/** Something for a person to look at: an item and the words of the transcript that the model points at. */
export type Opinion = {
  item: string;
  stance: 'violated' | 'unsure';
  /** Index of the turn in which the quote stands, from 0. */
  turn: number;
  /** The transcript's own words, never the model's. */
  quote: string;
  role: Role;
  startMs?: number;
  endMs?: number;
};

/** Why nothing, or not everything, was answered. */
export type Fault = 'unreachable' | 'refused' | 'unreadable' | 'settings';

export type Opinions = {
  model: string;
  /** In the order of the turns; at most three places an item. */
  opinions: Opinion[];
  /** Items that were called fine wherever they were asked about; not proven, so never a fact. */
  fine: string[];
  /** Items about which nothing usable was said somewhere: left out, or without a quote that stands. */
  unanswered: string[];
  /** How often the model spoke without words that stand in the transcript. */
  unquoted: number;
  /** Entries of answers that were no opinion at all: unknown items, unknown words. */
  malformed: number;
  questions: { asked: number; answered: number };
  /** `opinion.llm`: available when every question got an answer that could be read. */
  capability: Capability;
};
