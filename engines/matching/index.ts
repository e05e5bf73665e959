export * from './fuzzy.ts';
export * from './gap.ts';
export * from './label.ts';
export * from './matcher.ts';
export * from './naive.ts';
export { type RegexCost, regexCost } from './pattern.ts';
export { checkRegex, type RegexCheck } from './regex-check.ts';
export { RegexRefused } from './regex-class.ts';
export * from './stance.ts';
