import { unmeasured } from './capability.ts';
import { judgeCondition } from './condition.ts';
import type { Finding, FindingVerdict, Span } from './finding.ts';
import type { CompiledPack, CompiledRule, Mods, Pattern } from './model.ts';
import { follows, type Occurrence, occurrencesOf } from './occurrence.ts';
import type { Trace } from './trace.ts';

/** One outcome of a rule before it is dressed as a finding. */
export type Outcome = {
  verdict: FindingVerdict;
  spans: Span[];
  decidedMs: number;
  reason?: string;
  score?: number;
  measures?: Record<string, number>;
  window?: [number, number];
  /** What a miss looked for: the rule's own target, or the anchor that had to come at least once. */
  lookedFor?: 'target' | 'anchor';
};

const modsOf = (pattern: Pattern | undefined): Mods | undefined =>
  pattern !== undefined && 'mods' in pattern ? pattern.mods : undefined;
const endOf = (trace: Trace): number => (trace.closed ? trace.endMs : Number.POSITIVE_INFINITY);
const whole = (trace: Trace): Span => ({ startMs: 0, endMs: trace.endMs });

const hit = (verdict: FindingVerdict, o: Occurrence, decidedMs = o.decidedMs): Outcome => ({
  verdict: o.doubt !== undefined ? 'undecidable' : verdict,
  spans: o.spans,
  decidedMs,
  ...(o.doubt === undefined ? {} : { reason: o.doubt }),
  ...(o.score === undefined ? {} : { score: o.score }),
  ...(o.measures === undefined || Object.keys(o.measures).length === 0 ? {} : { measures: o.measures }),
});
const quiet = (verdict: FindingVerdict, trace: Trace, reason?: string): Outcome => ({
  verdict,
  spans: [],
  decidedMs: endOf(trace),
  ...(reason === undefined ? {} : { reason }),
});

/** When something is missing: an extract decides nothing, a doubtful hit decides nothing. */
const miss = (trace: Trace, window: [number, number], o?: { doubtful?: Occurrence; anchor?: Occurrence }): Outcome => {
  if (o?.doubtful !== undefined) return hit('undecidable', o.doubtful, endOf(trace));
  if (trace.scope === 'extract' && o?.anchor === undefined) return quiet('undecidable', trace, '节选，不判缺失');
  return { verdict: 'violated', spans: o?.anchor?.spans ?? [whole(trace)], decidedMs: window[1], window };
};

const excused = (rule: CompiledRule, o: Occurrence, trace: Trace): boolean => {
  if (rule.unless === undefined) return false;
  const within = modsOf(rule.unless)?.within;
  return occurrencesOf(rule.unless, trace).some((u) => {
    if (u.turn !== undefined && u.turn === o.turn) return true;
    return within === undefined
      ? follows(u, o, { timed: trace.timed }) === true
      : follows(o, u, { within, timed: trace.timed }) === true;
  });
};
/** An excuse that may still come keeps the verdict open as long. */
const decidedAfterExcuse = (rule: CompiledRule, o: Occurrence, trace: Trace): number => {
  const within = modsOf(rule.unless)?.within;
  if (within === undefined) return o.decidedMs;
  if (within.ms !== undefined) return o.endMs + within.ms;
  return trace.turns[(o.turn ?? 0) + (within.turns ?? 0) + 1]?.startMs ?? endOf(trace);
};

const violations = (rule: CompiledRule, found: readonly Occurrence[], trace: Trace): Outcome[] =>
  found
    .filter((o) => !excused(rule, o, trace))
    .map((o) => hit('violated', o, Math.max(o.decidedMs, decidedAfterExcuse(rule, o, trace))));

const judgeForbid = (rule: CompiledRule, target: Pattern, trace: Trace): Outcome[] => {
  const edge = modsOf(target)?.edge;
  const bad = violations(rule, occurrencesOf(target, trace), trace);
  const decided = edge?.end === 'last' ? bad.map((o) => ({ ...o, decidedMs: endOf(trace) })) : bad;
  return decided.length > 0 ? decided : [quiet('satisfied', trace)];
};

const judgeRequire = (rule: CompiledRule, target: Pattern, trace: Trace): Outcome[] => {
  const found = occurrencesOf(target, trace);
  const sure = found.find((o) => o.doubt === undefined);
  if (sure !== undefined) return [hit('satisfied', sure)];
  if (rule.unless !== undefined && occurrencesOf(rule.unless, trace).length > 0)
    return [quiet('not_applicable', trace)];
  const window = modsOf(target)?.window;
  const doubtful = found[0];
  return [miss(trace, window ?? [0, endOf(trace)], doubtful === undefined ? {} : { doubtful })];
};

const judgeAfterRequire = (rule: CompiledRule, target: Pattern, trace: Trace): Outcome[] => {
  const anchors = occurrencesOf(rule.anchor as Pattern, trace);
  if (anchors.length === 0)
    return [
      rule.atLeastOnce ? { ...miss(trace, [0, endOf(trace)]), lookedFor: 'anchor' } : quiet('not_applicable', trace),
    ];
  const answers = occurrencesOf(target, trace);
  const within = modsOf(target)?.within;
  return anchors.map((anchor) => {
    if (anchor.doubt !== undefined) return hit('undecidable', anchor);
    const place = { timed: trace.timed, ...(within === undefined ? {} : { within }) };
    const fit = answers.map((b) => ({ b, f: follows(anchor, b, place) }));
    const sure = fit.find(({ b, f }) => f === true && b.doubt === undefined)?.b;
    if (sure !== undefined) return hit('satisfied', { ...sure, spans: [...anchor.spans, ...sure.spans] });
    const doubtful = fit.find(({ f }) => f !== false)?.b;
    if (doubtful !== undefined) return hit('undecidable', { ...doubtful, doubt: doubtful.doubt ?? '没有时间' });
    if (excused(rule, anchor, trace)) return quiet('satisfied', trace);
    return judgeUnanswered(anchor, within, trace);
  });
};
const judgeUnanswered = (anchor: Occurrence, within: Mods['within'], trace: Trace): Outcome => {
  const last = trace.turns.length - 1;
  const reachTurn = within?.turns === undefined ? undefined : (anchor.turn ?? 0) + within.turns;
  const cutOff = trace.scope === 'extract' && (reachTurn === undefined ? within?.ms === undefined : reachTurn > last);
  if (cutOff) return { ...quiet('undecidable', trace, '节选在此结束，不判缺失'), spans: anchor.spans };
  const deadline =
    within?.ms !== undefined
      ? anchor.endMs + within.ms
      : reachTurn === undefined
        ? endOf(trace)
        : (trace.turns[reachTurn + 1]?.startMs ?? endOf(trace));
  return miss(trace, [anchor.endMs, deadline], { anchor });
};

const judgeAfterForbid = (rule: CompiledRule, target: Pattern, trace: Trace): Outcome[] => {
  const anchors = occurrencesOf(rule.anchor as Pattern, trace);
  if (anchors.length === 0) return [quiet('not_applicable', trace)];
  const within = modsOf(target)?.within;
  const place = { timed: trace.timed, ...(within === undefined ? {} : { within }) };
  const bad = occurrencesOf(target, trace).flatMap((b) => {
    const fits = anchors.map((a) => ({ a, f: follows(a, b, place) })).filter(({ f }) => f !== false);
    const best = fits.find(({ f, a }) => f === true && a.doubt === undefined) ?? fits[0];
    if (best === undefined) return [];
    const doubt = b.doubt ?? best.a.doubt ?? (best.f === 'unknown' ? '没有时间' : undefined);
    return [
      {
        ...b,
        spans: [...b.spans, ...best.a.spans.map((s) => ({ ...s, label: 'anchor' }))],
        ...(doubt === undefined ? {} : { doubt }),
      },
    ];
  });
  const outcomes = violations(rule, bad, trace);
  return outcomes.length > 0 ? outcomes : [quiet('satisfied', trace)];
};

const judgeBeforeRequire = (rule: CompiledRule, target: Pattern, trace: Trace): Outcome[] => {
  const first = occurrencesOf(rule.anchor as Pattern, trace)[0];
  if (first === undefined) return [quiet('not_applicable', trace)];
  if (first.doubt !== undefined) return [hit('undecidable', first)];
  if (excused(rule, first, trace)) return [quiet('satisfied', trace)];
  const earlier = occurrencesOf(target, trace).filter(
    (o) => follows(o, first, { timed: trace.timed }) === true || o.turn === first.turn,
  );
  const sure = earlier.find((o) => o.doubt === undefined) ?? earlier[0];
  if (sure !== undefined) return [hit('satisfied', sure)];
  if (trace.scope === 'extract') return [quiet('undecidable', trace, '节选，之前说过什么不知道')];
  return [{ ...hit('violated', first), window: [0, first.startMs] }];
};

const judgeFields = (rule: CompiledRule, trace: Trace): Outcome[] => {
  const truth = judgeCondition(rule.fields as NonNullable<CompiledRule['fields']>, trace.fields);
  if (typeof truth !== 'boolean') return [quiet('undecidable', trace, `缺少业务字段 ${truth.missing}`)];
  if (!truth) return [quiet('satisfied', trace)];
  if (rule.unless !== undefined && occurrencesOf(rule.unless, trace).length > 0) return [quiet('satisfied', trace)];
  return [{ verdict: 'violated', spans: [whole(trace)], decidedMs: rule.unless === undefined ? 0 : endOf(trace) }];
};

/** All outcomes of one rule on what is known so far. */
export const judgeRule = (rule: CompiledRule, trace: Trace): Outcome[] => {
  if (rule.condition !== undefined) {
    const fields = { ...trace.fields, ...(trace.product === undefined ? {} : { product: trace.product }) };
    const applies = judgeCondition(rule.condition, fields);
    if (applies === false) return [quiet('not_applicable', trace)];
    if (applies !== true) return [quiet('undecidable', trace, `缺少业务字段 ${applies.missing}`)];
  }
  const needed = [rule.anchor, rule.target].filter((p) => p !== undefined);
  const reason = needed.map((p) => unmeasured(p, trace)).find((r) => r !== undefined);
  if (reason !== undefined) return [quiet('undecidable', trace, reason)];
  if (rule.meanings.length > 0 && !trace.names.has('label.score')) {
    return [quiet('undecidable', trace, `没有语义标签 ${rule.meanings.join('、')}`)];
  }
  if (rule.shape === 'fields') return judgeFields(rule, trace);
  const target = rule.target as Pattern;
  if (rule.shape === 'forbid') return judgeForbid(rule, target, trace);
  if (rule.shape === 'require') return judgeRequire(rule, target, trace);
  if (rule.shape === 'after-require') return judgeAfterRequire(rule, target, trace);
  return rule.shape === 'after-forbid'
    ? judgeAfterForbid(rule, target, trace)
    : judgeBeforeRequire(rule, target, trace);
};

/** Placeholders of a message; what was not measured reads —. */
const fill = (message: string, outcome: Outcome, trace: Trace): string =>
  message.replaceAll(/\{(\w+)\}/g, (_, name: string) => {
    const span = outcome.spans[0];
    const own: Record<string, unknown> = {
      text: span?.text,
      role: span?.role,
      startS: span === undefined ? undefined : Math.round(span.startMs / 1000),
    };
    const value = own[name] ?? outcome.measures?.[name] ?? trace.fields[name];
    return value === undefined ? '—' : String(value);
  });

/** A rule's outcome as a finding of the public format. */
export const toFinding = (
  rule: CompiledRule,
  pack: CompiledPack,
  at: { outcome: Outcome; occurrence: number; trace: Trace },
): Finding => {
  const { outcome, occurrence, trace } = at;
  const finding: Finding = {
    id: `${rule.id}#${occurrence}`,
    item: rule.item,
    rule: rule.id,
    pack: pack.pack,
    packHash: pack.hash,
    verdict: outcome.verdict,
    severity: rule.severity,
    spans: outcome.spans,
    message: fill(rule.message, outcome, trace),
  };
  if (rule.kind !== undefined) finding.kind = rule.kind;
  if (Number.isFinite(outcome.decidedMs)) finding.decidedAtMs = outcome.decidedMs;
  if (outcome.reason !== undefined) finding.reason = outcome.reason;
  const score = outcome.score ?? rule.score;
  if (score !== undefined) finding.score = score;
  if (outcome.measures !== undefined) finding.measures = outcome.measures;
  if (rule.messageEn !== undefined) finding.messageEn = fill(rule.messageEn, outcome, trace);
  if (rule.citation !== undefined) {
    finding.source = rule.citation;
    finding.citation = `${rule.citation.regulation}${rule.citation.article === undefined ? '' : ` ${rule.citation.article}`}`;
  }
  return finding;
};
