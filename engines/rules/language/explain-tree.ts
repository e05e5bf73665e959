import type { Conversation } from '@mingjian/timeline';
import {
  type CompiledPack,
  type CompiledRule,
  type Condition,
  type Finding,
  judgeAll,
  type LabelExpr,
  type Pattern,
  probeRule,
  truthOf,
} from './engine.ts';
import { distanceMiss, labelMiss, stepMiss } from './near-miss.ts';
import { partsIn, printCondition, printLabels, printPattern } from './print.ts';
import { type Step, stepsOf } from './steps.ts';
import type { Explained, ExplainNode, NodeTruth, Sighting } from './tree.ts';
import type { Meaning } from './words.ts';

type Asked = { pack: CompiledPack; rule: CompiledRule; conversation: Conversation };
type Judged = (id: string) => Finding[];
/** First every pattern of the rule is noted, then all are judged in one pass, then the tree is filled from the answers. */
type Plan = { probes: Map<string, Pattern> };
type Grow = (judged: Judged) => ExplainNode;

const branch = (zh: string, en: string): Meaning => ({ zh, en });
const seen = (findings: readonly Finding[]): Pick<ExplainNode, 'truth' | 'at' | 'reason'> => {
  const hits = findings.filter((f) => f.verdict === 'violated');
  if (hits.length > 0) return { truth: 'true', at: hits.flatMap((f) => f.spans) };
  const doubt = findings.find((f) => f.verdict === 'undecidable');
  if (doubt === undefined) return { truth: 'false', at: [] };
  return { truth: 'unknown', at: doubt.spans, ...(doubt.reason === undefined ? {} : { reason: doubt.reason }) };
};

const growLabels = (id: string, words: LabelExpr, plan: Plan, asked: Asked): Grow => {
  plan.probes.set(id, { k: 'words', roles: [], verb: 'says', words, mods: { where: [] } });
  const inner = words.k === 'label' ? [] : 'parts' in words ? words.parts : [words.a, words.b];
  const children = inner.map((part, i) => growLabels(`${id}/${i}`, part, plan, asked));
  return (judged) => {
    const node: ExplainNode = {
      id,
      kind: 'words',
      title: words.k === 'label' ? branch('标签', 'Label') : branch('标签组合', 'Labels together'),
      text: printLabels(words),
      ...seen(judged(id)),
      children: children.map((grow) => grow(judged)),
    };
    const nearest =
      node.truth === 'false' && words.k === 'label' ? labelMiss(asked.pack, words, asked.conversation) : undefined;
    return nearest === undefined ? node : { ...node, nearest };
  };
};

const growStep = (
  id: string,
  step: Step,
  plan: Plan,
  asked: Asked,
): ((judged: Judged, before: readonly Sighting[]) => ExplainNode) => {
  plan.probes.set(id, step.pattern);
  const labels =
    step.code === 'seen' && step.pattern.k === 'words'
      ? growLabels(`${id}/words`, step.pattern.words, plan, asked)
      : undefined;
  return (judged, before) => {
    const node: ExplainNode = {
      id,
      kind: 'step',
      title: step.title,
      text: step.text,
      ...seen(judged(id)),
      children: labels === undefined ? [] : [labels(judged)],
    };
    const nearest = node.truth === 'false' ? stepMiss(step, before, asked.conversation) : undefined;
    return nearest === undefined ? node : { ...node, nearest };
  };
};

const growPattern = (id: string, pattern: Pattern, plan: Plan, asked: Asked): Grow => {
  const parts = partsIn(pattern);
  const isNot = (pattern.k as string) === 'not';
  if (!isNot) plan.probes.set(id, pattern);
  const inner = parts.map((part, i) => growPattern(`${id}/${i}`, part, plan, asked));
  const steps =
    parts.length > 0
      ? []
      : stepsOf(pattern).map((step) => growStep(`${id}/${step.code}-${step.text}`, step, plan, asked));
  return (judged) => {
    let before: readonly Sighting[] = [];
    const stepNodes = steps.map((grow) => {
      const node = grow(judged, before);
      before = node.at;
      return node;
    });
    const children = [...inner.map((grow) => grow(judged)), ...stepNodes];
    const flipped: Record<NodeTruth, NodeTruth> = { true: 'false', false: 'true', unknown: 'unknown' };
    const own = isNot ? { truth: flipped[children[0]?.truth ?? 'unknown'], at: [] } : seen(judged(id));
    return { id, kind: 'clause', title: branch('条件', 'Clause'), text: printPattern(pattern), ...own, children };
  };
};

const growCondition = (id: string, condition: Condition, asked: Asked): ExplainNode => {
  const truth = truthOf(condition, asked.conversation);
  const parts = 'parts' in condition ? condition.parts : condition.k === 'not' ? [condition.part] : [];
  return {
    id,
    kind: 'condition',
    title: branch('业务字段', 'Record fields'),
    text: printCondition(condition),
    truth: typeof truth === 'boolean' ? (String(truth) as NodeTruth) : 'unknown',
    at: [],
    ...(typeof truth === 'boolean' ? {} : { reason: `缺少业务字段 no field ${truth.missing}` }),
    children: parts.map((part, i) => growCondition(`${id}/${i}`, part, asked)),
  };
};

const relationTitles: Record<string, Meaning> = {
  'after-require': branch('锚点之后有', 'Follows the anchor'),
  'after-forbid': branch('锚点之后有', 'Follows the anchor'),
  'before-require': branch('锚点之前有', 'Stands before the anchor'),
  'before-forbid': branch('锚点之前有', 'Stands before the anchor'),
};

/** Whether anchor and target stand to each other as the rule asks, by the engine's own judgement without `if` and `unless`. */
const relationOf = (
  rule: CompiledRule,
  bare: readonly Finding[],
  sides: { anchor: ExplainNode; target: ExplainNode },
): ExplainNode => {
  const violated = bare.some((f) => f.verdict === 'violated');
  const sure = bare.some((f) => f.verdict === 'satisfied' || f.verdict === 'not_applicable');
  const holds = rule.shape.endsWith('forbid') ? violated : !violated && bare.some((f) => f.verdict === 'satisfied');
  const truth: NodeTruth = !violated && !sure ? 'unknown' : (String(holds) as NodeTruth);
  const nearest = truth === 'false' ? distanceMiss(sides.anchor.at, sides.target.at) : undefined;
  const reason = bare.find((f) => f.verdict === 'undecidable')?.reason;
  return {
    id: 'rule/relation',
    kind: 'relation',
    title: relationTitles[rule.shape] ?? branch('先后', 'Order'),
    text: `${sides.anchor.text} → ${sides.target.text}`,
    truth,
    at: truth === 'true' ? bare.flatMap((f) => f.spans) : [],
    ...(truth === 'unknown' && reason !== undefined ? { reason } : {}),
    ...(nearest === undefined ? {} : { nearest }),
    children: [],
  };
};

const retitled = (node: ExplainNode, kind: ExplainNode['kind'], title: Meaning): ExplainNode => ({
  ...node,
  kind,
  title,
});

/** The first node on which the outcome turned, as deep as it can be named. */
const failedOf = (root: ExplainNode): string | undefined => {
  const top = root.children.find((node) => node.kind !== 'unless' && node.truth !== 'true');
  let node = top;
  while (node !== undefined) {
    const deeper: ExplainNode | undefined =
      node.kind === 'words' && node.children.length === 0
        ? undefined
        : node.children.find((child) => child.truth !== 'true');
    if (deeper === undefined) return node.id;
    node = deeper;
  }
  return root.children.find((n) => n.kind === 'unless' && n.truth === 'true')?.id;
};

const rootOf = (asked: Asked, own: readonly Finding[], children: ExplainNode[]): ExplainNode => {
  const violated = own.filter((f) => f.verdict === 'violated');
  const truth: NodeTruth =
    violated.length > 0 ? 'true' : own.some((f) => f.verdict === 'undecidable') ? 'unknown' : 'false';
  const reason = own.find((f) => f.verdict === 'undecidable')?.reason;
  return {
    id: 'rule',
    kind: 'rule',
    title: branch('违规', 'Violated'),
    text: asked.rule.id,
    truth,
    at: violated.flatMap((f) => f.spans),
    ...(truth === 'unknown' && reason !== undefined ? { reason } : {}),
    children,
  };
};

/**
 * A rule on a conversation, taken apart: every node with true, false or unknown, where it was true, and for a false one
 * what came nearest. The tree never judges: all truths are the engine's, asked with the rule's own parts.
 * @throws Error when the pack has no such rule
 */
export const explainTree = (pack: CompiledPack, ruleId: string, conversation: Conversation): Explained => {
  const rule = pack.rules.find(({ id }) => id === ruleId);
  if (rule === undefined) throw new Error(`${pack.pack} 没有规则 has no rule ${ruleId}`);
  const asked: Asked = { pack, rule, conversation };
  const plan: Plan = { probes: new Map() };
  const grow = (name: string, pattern?: Pattern) =>
    pattern === undefined ? undefined : growPattern(`rule/${name}`, pattern, plan, asked);
  const sides = {
    anchor: grow('anchor', rule.anchor),
    target: grow('target', rule.target),
    unless: grow('unless', rule.unless),
  };
  const { condition, unless, ...bare } = rule;
  const probes = [...plan.probes].map(([id, pattern]) => probeRule(pack, id, pattern));
  const answers = judgeAll(pack, [rule, { ...bare, id: 'rule/bare' }, ...probes], conversation);
  const judged: Judged = (id) => answers.get(id) ?? [];
  const verb = rule.shape.endsWith('require')
    ? branch('必须有 require', 'Required')
    : branch('禁止 forbid', 'Forbidden');
  const anchor = sides.anchor && retitled(sides.anchor(judged), 'anchor', branch('锚点', 'Anchor'));
  const target = sides.target && retitled(sides.target(judged), 'target', verb);
  const children = [
    condition && retitled(growCondition('rule/if', condition, asked), 'if', branch('适用条件 if', 'Applies if')),
    rule.fields && retitled(growCondition('rule/fields', rule.fields, asked), 'target', verb),
    anchor,
    target,
    anchor && target && relationOf(rule, judged('rule/bare'), { anchor, target }),
    sides.unless && retitled(sides.unless(judged), 'unless', branch('例外 unless', 'Excuse')),
  ].filter((node) => node !== undefined);
  const own = judged(rule.id);
  const root = rootOf(asked, own, children);
  const failed = failedOf(root);
  return { rule: ruleId, findings: [...own], root, ...(failed === undefined ? {} : { failed }) };
};
