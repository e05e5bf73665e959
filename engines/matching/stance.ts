import { isAsked } from './stance/asked.ts';
import { isDenied } from './stance/denied.ts';
import { isQuoted } from './stance/quoted.ts';
import { isRetracted } from './stance/retracted.ts';
import { saidAt } from './stance/said.ts';
import { isSupposed } from './stance/supposed.ts';
import { isWarned } from './stance/warned.ts';

/**
 * How a matched stretch is said. What separates a violation from an innocent sentence is who says it and how; these are
 * operators of the rule language (`asserts`, `denies`, `asks`, `quotes`, `warns`), not exceptions written into packs.
 */
export type Stance = {
  denied: boolean;
  asked: boolean;
  quoted: boolean;
  supposed: boolean;
  warned: boolean;
  retracted: boolean;
};

/** Judges the stretch [start, end) of a turn (UTF-16 units) by the words of its own clause, its sentence and what follows. */
export const stanceOf = (text: string, start: number, end: number): Stance => {
  const said = saidAt(text, start, end);
  return {
    denied: isDenied(said),
    asked: isAsked(said),
    quoted: isQuoted(said),
    supposed: isSupposed(said),
    warned: isWarned(said),
    retracted: isRetracted(said),
  };
};

/** Said, meant, and standing: none of the ways that take the edge off. */
export const isAsserted = (s: Stance): boolean =>
  !(s.denied || s.asked || s.quoted || s.supposed || s.warned || s.retracted);
