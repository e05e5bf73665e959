import type { DrawnPerson, PictureDirection } from '@mingjian/testkit/people/index.ts';
import type { Product } from '@mingjian/timeline';
import type { VoiceName } from '@mingjian/voices';

/** One thing that is said; `pauseMs` of silence before it. */
export type DemoTurn = { role: 'agent' | 'customer'; text: string; pauseMs?: number; speed?: number };
/** Somebody leaves or enters while turns are spoken: from the start of turn `fromTurn` to the end of turn `toTurn`. */
export type DemoDirection = {
  person: DrawnPerson;
  what: PictureDirection['what'];
  fromTurn: number;
  toTurn: number;
};
/** A demo session to be spoken and filmed on this machine. People, products and institutions are invented. */
export type DemoScript = {
  id: string;
  title: { zh: string; en: string };
  product: Product;
  fields: Record<string, unknown>;
  voices: Record<DemoTurn['role'], VoiceName>;
  people: DrawnPerson[];
  turns: DemoTurn[];
  directions: DemoDirection[];
  /** What an inspection has to find, items of the catalogue; empty for a clean session. */
  expected: string[];
};
