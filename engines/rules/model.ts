import type { LabelSpec } from '@mingjian/matching';
import type { Role } from '@mingjian/timeline';
import type { Citation, FindingKind, Severity } from './finding.ts';

/** How words have to be said to count; see `stanceOf` in @mingjian/matching. */
export const verbs = ['says', 'asserts', 'asks', 'denies', 'quotes', 'supposes', 'warns', 'retracts'] as const;
export type Verb = (typeof verbs)[number];

export type LabelExpr =
  | { k: 'label'; name: string }
  | { k: 'near'; chars: number; a: LabelExpr; b: LabelExpr }
  | { k: 'all'; parts: LabelExpr[] }
  | { k: 'either'; parts: LabelExpr[] }
  | { k: 'without'; a: LabelExpr; b: LabelExpr };

/** A place relative to an anchor or to the conversation. Milliseconds, or a number of turns. */
export type Reach = { ms?: number; turns?: number };
export type Mods = {
  within?: Reach;
  /** ms from the start, both ends included. */
  window?: [number, number];
  edge?: { end: 'first' | 'last' } & Reach;
  where: { field: string; op: Comparison; value: number }[];
};
export type Comparison = '<' | '<=' | '>' | '>=' | '==' | '!=';

export type Pattern =
  | { k: 'words'; roles: Role[]; verb: Verb; words: LabelExpr; mods: Mods }
  | { k: 'answers'; roles: Role[]; polarity: ('yes' | 'no' | 'vague')[]; mods: Mods }
  | { k: 'speaks'; roles: Role[]; mods: Mods }
  | { k: 'event'; name: string; roles: Role[]; mods: Mods }
  | { k: 'measure'; name: string; roles: Role[]; mods: Mods }
  | { k: 'state'; name: string; roles: Role[]; overMs: number; duringStep?: string; mods: Mods }
  | { k: 'silence'; overMs: number; exceptSteps: string[]; mods: Mods }
  | { k: 'count'; of: Pattern; atLeast: number; perMs?: number; mods: Mods }
  | { k: 'or'; parts: Pattern[] }
  | { k: 'and'; parts: Pattern[] };

export type Operand =
  | { k: 'value'; value: number | string | boolean }
  | { k: 'field'; name: string }
  | { k: 'call'; fn: 'level' | 'hour' | 'minutes' | 'has'; name: string };
export type Condition =
  | { k: 'compare'; op: Comparison; a: Operand; b: Operand }
  | { k: 'in'; a: Operand; values: (number | string)[] }
  | { k: 'truth'; a: Operand }
  | { k: 'and'; parts: Condition[] }
  | { k: 'or'; parts: Condition[] }
  | { k: 'not'; part: Condition };

export type RuleShape = 'forbid' | 'require' | 'after-forbid' | 'after-require' | 'before-require' | 'fields';
export type CompiledRule = {
  id: string;
  item: string;
  line: number;
  shape: RuleShape;
  /** Applies only when this holds; an absent field makes it undecidable. */
  condition?: Condition;
  anchor?: Pattern;
  target?: Pattern;
  unless?: Pattern;
  /** `forbid: fields …`: the record itself is the violation. */
  fields?: Condition;
  /** `after … require`: an anchor that never comes is itself a miss. */
  atLeastOnce: boolean;
  /** Labels with a `like:` and no words beside it: without `label.score` facts the rule is undecidable. */
  meanings: string[];
  severity: Severity;
  kind?: FindingKind;
  score?: number;
  message: string;
  messageEn?: string;
  citation?: Citation;
};

export type PackTest = {
  name: string;
  line: number;
  product?: string;
  scope?: 'full' | 'extract';
  fields: Record<string, unknown>;
  events: string[];
  /** Rule ids that must be violated, all and only these. */
  expect: string[];
  /** Only these rules are looked at, when given. */
  only?: string[];
  undecidable: string[];
};

export type CompiledPack = {
  name: string;
  version: string;
  /** `name@version` */
  pack: string;
  title: string;
  /** sha256 of the source and of the packs it extends, hex. */
  hash: string;
  file: string;
  /** Product lines it is for; empty = any. */
  products: string[];
  /** `media` and `picture` packs judge recordings and stay out of plain texts. */
  needs: 'words' | 'media' | 'picture';
  labels: LabelSpec[];
  rules: CompiledRule[];
  /** Names of the labels and ids of the rules that stand in this file, not in a pack that it extends. */
  own: { labels: string[]; rules: string[] };
  tests: PackTest[];
};

export type PackError = {
  file: string;
  line: number;
  column: number;
  message: string;
  expected?: string;
  suggestion?: string;
};
