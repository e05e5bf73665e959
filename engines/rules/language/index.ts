export { type Completion, complete } from './complete.ts';
export { type FactName, factsOfPage, type ItemName, type LanguageData } from './data.ts';
export { type Diagnostic, diagnose, diagnoseRegexes } from './diagnose.ts';
export { explainTree } from './explain-tree.ts';
export { type Hover, hover } from './hover.ts';
export { type Position, positionOf, type SourceRange } from './position.ts';
export { type Explained, type ExplainNode, type NodeTruth, nodesOf, type Sighting } from './tree.ts';
export type { Meaning } from './words.ts';
