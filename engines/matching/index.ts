export * from './automaton.ts';
export * from './fuzzy.ts';
export * from './gap.ts';
export * from './label.ts';
export * from './matcher.ts';
export * from './naive.ts';
export * from './stance.ts';
export * from './syllable.ts';
