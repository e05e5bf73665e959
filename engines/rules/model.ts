import type { LabelSpec } from '@mingjian/matching';
import type { Role } from '@mingjian/timeline';
import type { Citation, FindingKind, Severity } from './finding.ts';
import type { QuantityKind } from './quantity.ts';

/** How words have to be said to count; see `stanceOf` in @mingjian/matching. */
export const verbs = ['says', 'asserts', 'asks', 'denies', 'quotes', 'supposes', 'warns', 'retracts'] as const;
export type Verb = (typeof verbs)[number];

/** What may stand after a role instead of a verb of saying. */
export const otherVerbs = ['answers', 'speaks', 'states', 'covers', 'repeats'] as const;

export type LabelExpr =
  | { k: 'label'; name: string }
  | { k: 'near'; chars: number; a: LabelExpr; b: LabelExpr }
  /** `a` ends before `b` begins, at most `chars` characters between. */
  | { k: 'before'; chars: number; a: LabelExpr; b: LabelExpr }
  | { k: 'all'; parts: LabelExpr[] }
  | { k: 'either'; parts: LabelExpr[] }
  | { k: 'some'; atLeast: number; parts: LabelExpr[] }
  | { k: 'without'; a: LabelExpr; b: LabelExpr };

/** A place relative to an anchor or to the conversation: milliseconds, or a number of turns (0 = the same turn). */
export type Reach = { ms?: number; turns?: number; before?: boolean };
export type Edge = { end: 'first' | 'last'; ms?: number; turns?: number; share?: number; of?: Role };
export type Mods = {
  within?: Reach;
  /** ms from the start, both ends included. */
  window?: [number, number];
  /** Turn indexes from 0, both ends included. */
  turnWindow?: [number, number];
  edge?: Edge;
  /** Only while one of these business steps lasts. */
  during?: string[];
  where: { field: string; op: Comparison; value: number }[];
};
export type Comparison = '<' | '<=' | '>' | '>=' | '==' | '!=';

/** What a stated quantity is compared with: what another role said, or a record field. */
export type QuantityReference = { role: Role } | { field: string };

export type Pattern =
  | { k: 'words'; roles: Role[]; verb: Verb; words: LabelExpr; mods: Mods }
  | { k: 'answers'; roles: Role[]; polarity: ('yes' | 'no' | 'vague')[]; mods: Mods }
  | { k: 'speaks'; roles: Role[]; mods: Mods }
  | {
      k: 'states';
      roles: Role[];
      quantity: QuantityKind;
      relation?: 'matching' | 'differing';
      reference?: QuantityReference;
      mods: Mods;
    }
  | { k: 'covers'; roles: Role[]; points: LabelExpr[]; atLeast: number; inOrder: boolean; mods: Mods }
  | { k: 'repeats'; roles: Role[]; atLeast: number; similar: number; mods: Mods }
  | { k: 'event'; name: string; roles: Role[]; mods: Mods }
  | { k: 'measure'; name: string; roles: Role[]; mods: Mods }
  | { k: 'state'; name: string; roles: Role[]; overMs: number; duringStep?: string; mods: Mods }
  | { k: 'step'; name: string; mods: Mods }
  | { k: 'silence'; overMs: number; exceptSteps: string[]; after: Role[]; before: Role[]; mods: Mods }
  | { k: 'overall'; what: 'pace' | 'talk' | 'turns' | 'duration'; roles: Role[]; op: Comparison; value: number }
  | { k: 'count'; of: Pattern; atLeast: number; perMs?: number; mods: Mods }
  | { k: 'then'; steps: Pattern[] }
  | { k: 'not'; part: Pattern }
  | { k: 'or'; parts: Pattern[] }
  | { k: 'and'; parts: Pattern[] };

export type Operand =
  | { k: 'value'; value: number | string | boolean }
  | { k: 'field'; name: string }
  | { k: 'call'; fn: ConditionFunction; name: string; with?: string }
  | { k: 'sum'; op: '+' | '-' | '*' | '/'; a: Operand; b: Operand };
export const conditionFunctions = ['level', 'hour', 'minutes', 'has', 'contains', 'total', 'field'] as const;
export type ConditionFunction = (typeof conditionFunctions)[number];
export type Condition =
  | { k: 'compare'; op: Comparison; a: Operand; b: Operand }
  | { k: 'in'; a: Operand; values: (number | string)[] }
  | { k: 'truth'; a: Operand }
  | { k: 'and'; parts: Condition[] }
  | { k: 'or'; parts: Condition[] }
  | { k: 'not'; part: Condition };

export type RuleShape =
  | 'forbid'
  | 'require'
  | 'after-forbid'
  | 'after-require'
  | 'before-require'
  | 'before-forbid'
  | 'fields';
/** Which anchors bind: every one (default), the first, the last, or any one of them. */
export const anchorChoices = ['each', 'first', 'last', 'any'] as const;
export type AnchorChoice = (typeof anchorChoices)[number];

export type CompiledRule = {
  id: string;
  item: string;
  line: number;
  shape: RuleShape;
  /** Applies only when this holds; an absent field makes it undecidable. */
  condition?: Condition;
  anchor?: Pattern;
  anchors?: AnchorChoice;
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
  /** `turn label score` lines: what the heads would say. */
  meaning?: string[];
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
  /** Meaning labels (`like:`) that the rules read: what the meaning detector has to score. */
  meanings: string[];
  /** Names of the labels and ids of the rules that stand in this file, not in a pack that it extends. */
  own: { labels: string[]; rules: string[]; labelLines: Record<string, number> };
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
