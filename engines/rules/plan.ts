import { buildMatcher, type LabelHit, type LabelSpec } from '@mingjian/matching';
import type { Role } from '@mingjian/timeline';
import { renameLabels, triggersOf } from './label-expression.ts';
import type { CompiledPack, CompiledRule, LabelExpr, Mods, Pattern, Verb } from './model.ts';
import { noMods } from './mods.ts';
import { partsOf } from './pattern.ts';

/** A word clause made ready: the labels carry their number in the plan (`promise#12`), since packs may use one name differently. */
export type WordLeaf = { roles: Role[]; verb: Verb; words: LabelExpr; mods: Mods };
/** A rule whose patterns carry the plan's label names: packs that inherit one rule may understand its labels differently. */
export type PlannedRule = { rule: CompiledRule; pack: CompiledPack };

/** Several packs made ready to run together: one matcher for all their labels, each word clause once. */
export type Plan = {
  match(text: string): Map<string, LabelHit[]>;
  rules: PlannedRule[];
  leaves: WordLeaf[];
  leafOf: Map<Pattern | LabelExpr, number>;
  leavesOfLabel: Map<string, number[]>;
  /** Meaning label → the labels that read it, and from which score. */
  meanings: Map<string, { label: string; atLeast: number }[]>;
  /** Which rules have to be judged again when something comes, by place in `rules`. */
  rulesOfLeaf: number[][];
  rulesOfName: Map<string, number[]>;
  rulesOfTurns: number[];
  /** Rules that speak of a state or of silence: time alone can make them true. */
  rulesOfSilence: { rule: number; overMs: number }[];
  rulesOfState: Map<string, { rule: number; overMs: number }[]>;
};

/** The name that the pack's author gave. */
export const labelOf = (planned: string): string => planned.replace(/#\d+$/, '');

/** `like: promise >= 0.7` → name and threshold; 0.5 unless told. */
export const readLike = (like: string): { name: string; atLeast: number } => {
  const [name = '', threshold] = like.split('>=').map((part) => part.trim());
  return { name, atLeast: threshold === undefined ? 0.5 : Number(threshold) };
};

type Draft = Plan & { labels: LabelSpec[]; numbers: Map<string, number>; leafNumbers: Map<string, number> };

const plannedLabel = (draft: Draft, spec: LabelSpec): string => {
  const key = JSON.stringify(spec);
  let number = draft.numbers.get(key);
  if (number === undefined) {
    number = draft.labels.length;
    draft.numbers.set(key, number);
    const name = `${spec.name}#${number}`;
    draft.labels.push({ ...spec, name });
    if (spec.like !== undefined) {
      const like = readLike(spec.like);
      const readers = draft.meanings.get(like.name) ?? [];
      draft.meanings.set(like.name, [...readers, { label: name, atLeast: like.atLeast }]);
    }
  }
  return `${spec.name}#${number}`;
};

const plannedLeaf = (draft: Draft, key: Pattern | LabelExpr, leaf: WordLeaf): number => {
  const text = JSON.stringify(leaf);
  let number = draft.leafNumbers.get(text);
  if (number === undefined) {
    number = draft.leaves.push(leaf) - 1;
    draft.leafNumbers.set(text, number);
    draft.rulesOfLeaf.push([]);
    for (const label of new Set(triggersOf(leaf.words))) {
      const list = draft.leavesOfLabel.get(label) ?? [];
      draft.leavesOfLabel.set(label, [...list, number]);
    }
  }
  draft.leafOf.set(key, number);
  return number;
};

const addTo = <K>(map: Map<K, number[]>, key: K, rule: number): void => {
  const list = map.get(key);
  if (list === undefined) map.set(key, [rule]);
  else if (list.at(-1) !== rule) list.push(rule);
};

/** The pattern with the plan's label names. */
const renamed = (pattern: Pattern, rename: (name: string) => string): Pattern => {
  const inner = (part: Pattern): Pattern => renamed(part, rename);
  if (pattern.k === 'words') return { ...pattern, words: renameLabels(pattern.words, rename) };
  if (pattern.k === 'covers') return { ...pattern, points: pattern.points.map((point) => renameLabels(point, rename)) };
  if (pattern.k === 'count') return { ...pattern, of: inner(pattern.of) };
  if (pattern.k === 'not') return { ...pattern, part: inner(pattern.part) };
  if (pattern.k === 'then') return { ...pattern, steps: pattern.steps.map(inner) };
  return pattern.k === 'and' || pattern.k === 'or' ? { ...pattern, parts: pattern.parts.map(inner) } : { ...pattern };
};

/** What a pattern reads, so that the rule is judged again only when that moves. */
const planPattern = (draft: Draft, pattern: Pattern, at: { rule: number }): void => {
  const leaf = (key: Pattern | LabelExpr, from: WordLeaf): void => {
    const rules = draft.rulesOfLeaf[plannedLeaf(draft, key, from)] as number[];
    if (rules.at(-1) !== at.rule) rules.push(at.rule);
  };
  const { k } = pattern;
  const turns = (): void => void (draft.rulesOfTurns.at(-1) === at.rule || draft.rulesOfTurns.push(at.rule));
  if (k === 'words')
    leaf(pattern, { roles: pattern.roles, verb: pattern.verb, words: pattern.words, mods: pattern.mods });
  else if (k === 'covers') {
    for (const words of pattern.points) leaf(words, { roles: pattern.roles, verb: 'says', words, mods: noMods });
  } else if (k === 'answers' || k === 'speaks' || k === 'states' || k === 'repeats' || k === 'not') turns();
  else if (k === 'silence') draft.rulesOfSilence.push({ rule: at.rule, overMs: pattern.overMs });
  else if (k === 'state') {
    const list = draft.rulesOfState.get(pattern.name) ?? [];
    draft.rulesOfState.set(pattern.name, [...list, { rule: at.rule, overMs: pattern.overMs }]);
    addTo(draft.rulesOfName, pattern.name, at.rule);
  } else if (k === 'event' || k === 'measure') {
    addTo(draft.rulesOfName, pattern.name, at.rule);
    if (pattern.name === 'interrupt') turns();
  } else if (k === 'step') addTo(draft.rulesOfName, 'step', at.rule);
  if ('mods' in pattern && pattern.mods.during !== undefined) addTo(draft.rulesOfName, 'step', at.rule);
  for (const part of partsOf(pattern)) planPattern(draft, part, at);
};

const planRule = (draft: Draft, pack: CompiledPack, rule: CompiledRule): void => {
  const rename = (name: string): string => {
    const spec = pack.labels.find((label) => label.name === name);
    return spec === undefined ? name : plannedLabel(draft, spec);
  };
  const planned: CompiledRule = { ...rule };
  for (const part of ['anchor', 'target', 'unless'] as const) {
    const pattern = rule[part];
    if (pattern !== undefined) planned[part] = renamed(pattern, rename);
  }
  const number = draft.rules.push({ rule: planned, pack }) - 1;
  const patterns = [planned.anchor, planned.target, planned.unless].filter((p) => p !== undefined);
  for (const pattern of patterns) planPattern(draft, pattern, { rule: number });
  const countsTurns = patterns.some((p) => 'mods' in p && p.mods.within?.turns !== undefined);
  if (countsTurns && draft.rulesOfTurns.at(-1) !== number) draft.rulesOfTurns.push(number);
};

const build = (packs: readonly CompiledPack[]): Plan => {
  const draft: Draft = {
    match: () => new Map(),
    rules: [],
    leaves: [],
    leafOf: new Map(),
    leavesOfLabel: new Map(),
    meanings: new Map(),
    rulesOfLeaf: [],
    rulesOfName: new Map(),
    rulesOfTurns: [],
    rulesOfSilence: [],
    rulesOfState: new Map(),
    labels: [],
    numbers: new Map(),
    leafNumbers: new Map(),
  };
  for (const pack of packs) for (const rule of pack.rules) planRule(draft, pack, rule);
  const { labels, numbers: _numbers, leafNumbers: _leafNumbers, ...plan } = draft;
  const match = buildMatcher(labels);
  return { ...plan, match };
};

/** Plans by the first pack, then by the hashes of all: the same packs are made ready once. */
const known = new WeakMap<CompiledPack, { packs: readonly CompiledPack[]; plan: Plan }[]>();
const none: Plan = build([]);

/** Makes packs ready to run together; remembered as long as the first of them lives. */
export const planFor = (packs: readonly CompiledPack[]): Plan => {
  const [first] = packs;
  if (first === undefined) return none;
  const plans = known.get(first) ?? [];
  const same = plans.find((p) => p.packs.length === packs.length && p.packs.every((pack, i) => pack === packs[i]));
  if (same !== undefined) return same.plan;
  const plan = build(packs);
  known.set(first, [...plans, { packs: [...packs], plan }]);
  return plan;
};
