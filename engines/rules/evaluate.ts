import type { Conversation, Fact } from '@mingjian/timeline';
import { toFinding } from './dress.ts';
import { openFeed } from './feed.ts';
import { type ConversationFindings, type Finding, foldVerdict } from './finding.ts';
import { type Hint, hintsIn } from './hint.ts';
import { judgeRule } from './judge.ts';
import { openLive } from './live.ts';
import type { CompiledPack } from './model.ts';
import { planFor } from './plan.ts';
import { admit, openTrace, type Trace } from './trace.ts';

export type EvaluationScope = {
  product?: string;
  fields?: Record<string, unknown>;
  scope?: 'full' | 'extract';
  durationMs?: number;
  /** false = the times of turns say only their order. */
  timed?: boolean;
};
/** What became of a pushed fact. `late`: it belongs before the watermark, or corrects what was already judged: open a new run. */
export type Taken = 'taken' | 'replaced' | 'late';
/** One running evaluation: facts go in, the watermark moves, findings come out. Live and batch are the same thing. */
export type Evaluation = {
  /** Facts may come in any order before the watermark; a correction (`revises`) replaces what is not judged yet. */
  push(fact: Fact): Taken;
  /** No fact that starts before this media time will come any more. Returns what was decided since the last call. */
  tick(watermarkMs: number): Finding[];
  /** The recording is over: every rule gets its outcome. */
  close(endMs: number): void;
  /** Before `close`: everything decided so far (violated, and satisfied where something was required). After it: every outcome. */
  findings(): Finding[];
  /** What a partial recognition (`speech.partial`) may turn into; never a verdict. */
  hints(fact: Fact): Hint[];
  /** Whether a late fact or a late correction came: the verdict needs a new run over the whole timeline. */
  isStale(): boolean;
};

const traceFor = (packs: readonly CompiledPack[], scope: EvaluationScope): Trace =>
  openTrace(planFor(packs), {
    scope: scope.scope ?? 'full',
    fields: scope.fields ?? {},
    timed: scope.timed ?? true,
    ...(scope.product === undefined ? {} : { product: scope.product }),
  });

const closeTrace = (trace: Trace, endMs: number): void => {
  trace.endMs = Math.max(trace.endMs, endMs, trace.watermarkMs);
  trace.closed = true;
};

/** Every rule's outcomes on a closed trace, in the order of the packs. */
export const judgeAll = (trace: Trace): Finding[] => {
  const findings: Finding[] = [];
  for (const planned of trace.plan.rules) {
    for (const outcome of judgeRule(planned.rule, trace)) findings.push(toFinding(planned, outcome, trace));
  }
  return findings;
};

/** Opens an evaluation that judges while facts come in. */
export const openEvaluation = (packs: readonly CompiledPack[], scope: EvaluationScope = {}): Evaluation => {
  const trace = traceFor(packs, scope);
  const feed = openFeed();
  const live = openLive(trace);
  let closed: Finding[] | undefined;
  let stale = false;
  return {
    push: (fact) => {
      const taken = closed === undefined ? feed.push(fact) : 'late';
      if (taken === 'late') stale = true;
      return taken;
    },
    tick: (watermarkMs) => {
      const told = live.decided().length;
      feed.release(watermarkMs, (fact, scores) => {
        live.reach(fact.t);
        live.touch(admit(trace, fact, scores));
      });
      live.reach(watermarkMs);
      return live.decided().slice(told);
    },
    close: (endMs) => {
      feed.release(Number.POSITIVE_INFINITY, (fact, scores) => void admit(trace, fact, scores));
      closeTrace(trace, Math.max(endMs, scope.durationMs ?? 0));
      closed = judgeAll(trace);
    },
    findings: () => closed ?? live.decided(),
    hints: (fact) => hintsIn(trace, fact),
    isStale: () => stale,
  };
};

const turnFact = (conversation: Conversation, i: number): Fact => {
  const turn = conversation.turns[i] as Conversation['turns'][number];
  const t = turn.startMs ?? i * 1000;
  return {
    id: `t${i}`,
    seq: i,
    t,
    end: turn.endMs ?? t,
    kind: 'utterance',
    name: 'speech.text',
    role: turn.role,
    text: turn.text,
    source: 'server',
    detector: 'conversation',
  };
};

export type ConversationOptions = {
  /** Length of the recording, ms. */
  durationMs?: number;
};

/** Facts that say what a text means: they do not make a recording of it. */
const ofWords: ReadonlySet<string> = new Set(['label.score', 'meaning.labels', 'opinion.item', 'opinion.llm']);

/** The trace of a whole conversation, closed: its turns are facts, its own facts are fed too. */
export const traceOf = (
  conversation: Conversation,
  packs: readonly CompiledPack[],
  options: ConversationOptions = {},
): Trace => {
  const given = (conversation.facts ?? []).filter(
    (fact) => conversation.turns.length === 0 || fact.name !== 'speech.text',
  );
  const isRecording = given.some((fact) => !ofWords.has(fact.name)) || options.durationMs !== undefined;
  const chosen = isRecording ? packs : packs.filter((pack) => pack.needs === 'words');
  const trace = traceFor(chosen, {
    ...(conversation.scope === undefined ? {} : { scope: conversation.scope }),
    ...(conversation.product === undefined ? {} : { product: conversation.product }),
    ...(conversation.fields === undefined ? {} : { fields: conversation.fields }),
    timed: conversation.turns.every((turn) => turn.startMs !== undefined && turn.endMs !== undefined),
  });
  const turns = conversation.turns.map((_, i) => turnFact(conversation, i));
  if (given.length === 0) for (const fact of turns) admit(trace, fact);
  else {
    const feed = openFeed();
    for (const fact of turns) feed.push(fact);
    given.forEach((fact, i) => void feed.push({ ...fact, seq: turns.length + i }));
    feed.release(Number.POSITIVE_INFINITY, (fact, scores) => void admit(trace, fact, scores));
  }
  closeTrace(trace, options.durationMs ?? 0);
  return trace;
};

/** Judges a whole conversation. */
export const evaluateConversation = (
  conversation: Conversation,
  packs: readonly CompiledPack[],
  options: ConversationOptions = {},
): ConversationFindings => {
  const findings = judgeAll(traceOf(conversation, packs, options));
  return { id: conversation.id, verdict: foldVerdict(findings), findings };
};
