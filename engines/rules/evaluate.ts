import { buildMatcher, type LabelHit, type Matcher } from '@mingjian/matching';
import type { Conversation, Fact } from '@mingjian/timeline';
import { type ConversationFindings, type Finding, foldVerdict } from './finding.ts';
import { judgeRule, toFinding } from './judge.ts';
import { describeMiss } from './missing.ts';
import type { CompiledPack } from './model.ts';
import { buildTrace, type Trace } from './trace.ts';

export type EvaluationScope = {
  product?: string;
  fields?: Record<string, unknown>;
  scope?: 'full' | 'extract';
  durationMs?: number;
  timed?: boolean;
};
/** One running evaluation: facts go in, the watermark moves, findings come out. Live and batch are the same thing. */
export type Evaluation = {
  push(fact: Fact): void;
  /** No fact that ends before this media time will come any more. */
  tick(watermarkMs: number): void;
  close(endMs: number): void;
  /** Before `close`: violations decided by the watermark. After it: every rule's outcome. */
  findings(): Finding[];
};

const matchers = new WeakMap<CompiledPack, Matcher>();
const matcherOf = (pack: CompiledPack): Matcher => {
  const known = matchers.get(pack);
  if (known !== undefined) return known;
  const built = buildMatcher(pack.labels);
  matchers.set(pack, built);
  return built;
};
const remembering = (match: Matcher): Matcher => {
  const seen = new Map<string, Map<string, LabelHit[]>>();
  return (text) => {
    const known = seen.get(text) ?? match(text);
    seen.set(text, known);
    return known;
  };
};

const findingsOf = (pack: CompiledPack, trace: Trace): Finding[] =>
  pack.rules.flatMap((rule) =>
    judgeRule(rule, trace).map((outcome, occurrence) => {
      const finding = toFinding(rule, pack, { outcome, occurrence, trace });
      if (outcome.window === undefined) return finding;
      const missing = describeMiss(rule, pack, {
        trace,
        window: outcome.window,
        lookedFor: outcome.lookedFor ?? 'target',
      });
      return missing === undefined ? finding : { ...finding, missing };
    }),
  );

/** Opens an evaluation. `timed: false` = the times of turns say only their order. */
export const openEvaluation = (packs: readonly CompiledPack[], scope: EvaluationScope = {}): Evaluation => {
  const facts: Fact[] = [];
  const match = packs.map((pack) => remembering(matcherOf(pack)));
  let watermarkMs = 0;
  let endMs: number | undefined;
  const traceFor = (index: number): Trace =>
    buildTrace(
      endMs === undefined ? facts.filter((f) => (f.kind === 'state' ? f.t : (f.end ?? f.t)) <= watermarkMs) : facts,
      {
        scope: scope.scope ?? 'full',
        fields: scope.fields ?? {},
        closed: endMs !== undefined,
        timed: scope.timed ?? true,
        endMs: endMs ?? watermarkMs,
        ...(scope.product === undefined ? {} : { product: scope.product }),
        match: match[index] as Matcher,
      },
    );
  return {
    push: (fact) => void facts.push(fact),
    tick: (ms) => {
      watermarkMs = Math.max(watermarkMs, ms);
    },
    close: (ms) => {
      endMs = Math.max(ms, scope.durationMs ?? 0);
    },
    findings: () => {
      const all = packs.flatMap((pack, i) => findingsOf(pack, traceFor(i)));
      if (endMs !== undefined) return all;
      return all.filter((f) => f.verdict === 'violated' && f.decidedAtMs !== undefined && f.decidedAtMs <= watermarkMs);
    },
  };
};

const turnFacts = (conversation: Conversation): Fact[] =>
  conversation.turns.map((turn, i) => ({
    id: `t${i}`,
    seq: i,
    t: turn.startMs ?? i * 1000,
    end: turn.endMs ?? turn.startMs ?? i * 1000,
    kind: 'utterance',
    name: 'speech.text',
    role: turn.role,
    text: turn.text,
    source: 'server',
    detector: 'conversation',
  }));

/** Judges a whole conversation: its turns are facts, its own facts are fed too. `durationMs` = length of the recording. */
export const evaluateConversation = (
  conversation: Conversation,
  packs: readonly CompiledPack[],
  options: { durationMs?: number } = {},
): ConversationFindings => {
  const given = (conversation.facts ?? []).filter(
    (fact) => conversation.turns.length === 0 || fact.name !== 'speech.text',
  );
  const isRecording = given.length > 0 || options.durationMs !== undefined;
  const chosen = packs.filter((pack) => pack.needs === 'words' || isRecording);
  const timed = conversation.turns.every((turn) => turn.startMs !== undefined && turn.endMs !== undefined);
  const evaluation = openEvaluation(chosen, {
    scope: conversation.scope ?? 'full',
    timed,
    ...(conversation.product === undefined ? {} : { product: conversation.product }),
    ...(conversation.fields === undefined ? {} : { fields: conversation.fields }),
    ...(options.durationMs === undefined ? {} : { durationMs: options.durationMs }),
  });
  const facts = [...turnFacts(conversation), ...given];
  facts.forEach((fact, seq) => {
    evaluation.push({ ...fact, seq });
  });
  evaluation.close(Math.max(0, ...facts.map((fact) => fact.end ?? fact.t)));
  const findings = evaluation.findings();
  return { id: conversation.id, verdict: foldVerdict(findings), findings };
};
