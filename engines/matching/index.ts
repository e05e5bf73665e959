export * from './fuzzy.ts';
export * from './gap.ts';
export * from './label.ts';
export * from './matcher.ts';
export * from './naive.ts';
export { type RegexCost, regexCost } from './pattern.ts';
export { RegexRefused } from './regex-class.ts';
export { checkRegex, type RegexCheck } from './regex-parse.ts';
export * from './stance.ts';
