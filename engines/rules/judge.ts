import { type Unmeasured, unmeasured } from './capability.ts';
import { judgeCondition } from './condition.ts';
import type { CompiledRule, Pattern } from './model.ts';
import { follows, type Occurrence, occurrencesOf, reachEnd } from './occurrence.ts';
import { endOf, hit, isExcused, miss, modsOf, type Outcome, quiet, violations } from './outcome.ts';
import type { Trace } from './trace.ts';

const whole = (trace: Trace) => [{ startMs: 0, endMs: trace.endMs }];

const judgeForbid = (rule: CompiledRule, target: Pattern, trace: Trace): Outcome[] => {
  const found = occurrencesOf(target, trace);
  if (found.length === 0) return [quiet('satisfied', trace)];
  const edge = modsOf(target)?.edge;
  const bad = violations(rule, found, trace);
  const late = edge?.end === 'last' || edge?.share !== undefined;
  const decided = late ? bad.map((o) => ({ ...o, decidedMs: endOf(trace), sureMs: endOf(trace) })) : bad;
  return decided.length > 0 ? decided : [quiet('satisfied', trace)];
};

const judgeRequire = (rule: CompiledRule, target: Pattern, trace: Trace): Outcome[] => {
  const found = occurrencesOf(target, trace);
  const late = modsOf(target)?.edge?.end === 'last';
  const sure = found.find((o) => o.doubt === undefined);
  if (sure !== undefined) return [hit('satisfied', sure, late ? { sureMs: endOf(trace) } : {})];
  const mods = modsOf(target);
  const window: [number, number] = mods?.window ?? [0, firstEnd(rule, trace)];
  const excuse = rule.unless === undefined ? [] : occurrencesOf(rule.unless, trace);
  if (excuse.some((u) => u.startMs <= window[1])) return [quiet('not_applicable', trace)];
  const [doubtful] = found;
  return [miss(trace, window, doubtful === undefined ? {} : { doubtful })];
};
/** `in first N turns` is over when the turn after them has come; `in first 30s` at its time; else at the end. */
const firstEnd = (rule: CompiledRule, trace: Trace): number => {
  const mods = modsOf(rule.target);
  const edge = mods?.edge?.end === 'first' ? mods.edge : undefined;
  if (edge?.ms !== undefined) return edge.ms;
  const count = edge?.turns ?? (mods?.turnWindow === undefined ? undefined : mods.turnWindow[1] + 1);
  if (count === undefined) return endOf(trace);
  const after =
    edge?.of === undefined
      ? trace.turns[count]
      : trace.turns.find((turn) => turn.role === edge.of && turn.nth >= count);
  return after?.startMs ?? endOf(trace);
};

const boundAnchors = (rule: CompiledRule, trace: Trace): Occurrence[] => {
  const all = occurrencesOf(rule.anchor as Pattern, trace);
  if (rule.anchors === 'first') return all.slice(0, 1);
  if (rule.anchors === 'last') return trace.closed ? all.slice(-1) : [];
  return all;
};

const answerTo = (
  anchor: Occurrence,
  answers: readonly Occurrence[],
  how: { rule: CompiledRule; trace: Trace },
): Outcome | undefined => {
  const within = modsOf(how.rule.target)?.within;
  const place = { timed: how.trace.timed, ...(within === undefined ? {} : { within }) };
  let doubtful: Occurrence | undefined;
  for (const b of answers) {
    const f = follows(anchor, b, place);
    if (f === true && b.doubt === undefined) return hit('satisfied', { ...b, spans: [...anchor.spans, ...b.spans] });
    if (f !== false) doubtful ??= b;
  }
  return doubtful === undefined
    ? undefined
    : hit('undecidable', { ...doubtful, doubt: doubtful.doubt ?? '没有时间' }, { sureMs: endOf(how.trace) });
};

const judgeUnanswered = (rule: CompiledRule, anchor: Occurrence, trace: Trace): Outcome => {
  const within = modsOf(rule.target)?.within;
  const deadline = within === undefined ? Number.POSITIVE_INFINITY : reachEnd(anchor, within, trace);
  const reachTurn = within?.turns === undefined ? Number.POSITIVE_INFINITY : (anchor.turn ?? 0) + within.turns;
  const seen = within?.ms === undefined ? reachTurn < trace.turns.length : deadline <= trace.endMs;
  if (trace.scope === 'extract' && !seen)
    return { ...quiet('undecidable', trace, '节选在此结束，不判缺失'), spans: anchor.spans };
  return miss(trace, [anchor.endMs, Math.min(deadline, endOf(trace))], { anchor });
};

const judgeAfterRequire = (rule: CompiledRule, target: Pattern, trace: Trace): Outcome[] => {
  const anchors = boundAnchors(rule, trace);
  if (anchors.length === 0) {
    if (!rule.atLeastOnce) return [quiet('not_applicable', trace)];
    return [{ ...miss(trace, [0, endOf(trace)]), lookedFor: 'anchor' }];
  }
  const answers = occurrencesOf(target, trace);
  const outcomes = anchors.map((anchor, ordinal): Outcome => {
    if (anchor.doubt !== undefined) return hit('undecidable', anchor, { ordinal, sureMs: endOf(trace) });
    const answered = answerTo(anchor, answers, { rule, trace });
    if (answered !== undefined) return { ...answered, ordinal };
    if (isExcused(rule, anchor, trace)) return { ...quiet('satisfied', trace), ordinal };
    return { ...judgeUnanswered(rule, anchor, trace), ordinal };
  });
  if (rule.anchors !== 'any') return outcomes;
  const best = ['satisfied', 'undecidable', 'violated'].flatMap((verdict) =>
    outcomes.filter((o) => o.verdict === verdict),
  )[0];
  if (best === undefined || best.verdict === 'satisfied') return best === undefined ? [] : [{ ...best, ordinal: 0 }];
  return [{ ...best, ordinal: 0, decidedMs: endOf(trace), sureMs: endOf(trace) }];
};

const judgeAfterForbid = (rule: CompiledRule, target: Pattern, trace: Trace): Outcome[] => {
  const anchors = boundAnchors(rule, trace);
  if (anchors.length === 0) return [quiet('not_applicable', trace)];
  const within = modsOf(target)?.within;
  const place = { timed: trace.timed, ...(within === undefined ? {} : { within }) };
  const bad: Occurrence[] = [];
  for (const b of occurrencesOf(target, trace)) {
    let best: { a: Occurrence; f: boolean | 'unknown' } | undefined;
    for (const a of anchors) {
      const f = follows(a, b, place);
      if (f === false) continue;
      if (
        best === undefined ||
        (f === true && a.doubt === undefined && (best.f !== true || best.a.doubt !== undefined))
      )
        best = { a, f };
    }
    if (best === undefined) continue;
    const doubt = b.doubt ?? best.a.doubt ?? (best.f === 'unknown' ? '没有时间' : undefined);
    const spans = [...b.spans, ...best.a.spans.map((s) => ({ ...s, label: 'anchor' }))];
    bad.push({ ...b, spans, ...(doubt === undefined ? {} : { doubt }) });
  }
  const outcomes = violations(rule, bad, trace);
  return outcomes.length > 0 ? outcomes : [quiet('satisfied', trace)];
};

const judgeBeforeRequire = (rule: CompiledRule, target: Pattern, trace: Trace): Outcome[] => {
  const [first] = boundAnchors(rule, trace);
  if (first === undefined) return [quiet('not_applicable', trace)];
  if (first.doubt !== undefined) return [hit('undecidable', first, { sureMs: endOf(trace) })];
  if (isExcused(rule, first, trace)) return [quiet('satisfied', trace)];
  const earlier = occurrencesOf(target, trace).filter(
    (o) => o.turn === first.turn || follows(o, first, { timed: trace.timed }) === true,
  );
  const sure = earlier.find((o) => o.doubt === undefined) ?? earlier[0];
  if (sure !== undefined) return [hit('satisfied', sure, { sureMs: first.decidedMs })];
  if (trace.scope === 'extract') return [quiet('undecidable', trace, '节选，之前说过什么不知道')];
  return [{ ...hit('violated', first), window: [0, first.startMs] }];
};

/** Nothing of the kind before the first anchor; where the anchor never comes, everything is before it. */
const judgeBeforeForbid = (rule: CompiledRule, target: Pattern, trace: Trace): Outcome[] => {
  const [first] = boundAnchors(rule, trace);
  const found = occurrencesOf(target, trace);
  const early = found.filter(
    (o) => first === undefined || (o.turn !== first.turn && follows(o, first, { timed: trace.timed }) === true),
  );
  if (early.length === 0) return [quiet(found.length === 0 ? 'not_applicable' : 'satisfied', trace)];
  if (first === undefined && trace.scope === 'extract')
    return [quiet('undecidable', trace, '节选，之前说过什么不知道')];
  const outcomes = violations(rule, early, trace).map((o) => ({
    ...o,
    decidedMs: Math.max(o.decidedMs, first?.decidedMs ?? endOf(trace)),
    sureMs: Math.max(o.decidedMs, first?.decidedMs ?? endOf(trace)),
  }));
  return outcomes.length > 0 ? outcomes : [quiet('satisfied', trace)];
};

const judgeFields = (rule: CompiledRule, trace: Trace): Outcome[] => {
  const truth = judgeCondition(rule.fields as NonNullable<CompiledRule['fields']>, trace.fields);
  if (typeof truth !== 'boolean') return [quiet('undecidable', trace, `缺少业务字段 ${truth.missing}`)];
  if (!truth) return [quiet('satisfied', trace)];
  if (rule.unless !== undefined) {
    if (occurrencesOf(rule.unless, trace).length > 0) return [quiet('satisfied', trace)];
    return [{ verdict: 'violated', spans: whole(trace), decidedMs: endOf(trace), sureMs: endOf(trace), ordinal: 0 }];
  }
  return [{ verdict: 'violated', spans: whole(trace), decidedMs: 0, sureMs: Number.NEGATIVE_INFINITY, ordinal: 0 }];
};

const judgeShape = (rule: CompiledRule, trace: Trace): Outcome[] => {
  const target = rule.target as Pattern;
  switch (rule.shape) {
    case 'fields':
      return judgeFields(rule, trace);
    case 'forbid':
      return judgeForbid(rule, target, trace);
    case 'require':
      return judgeRequire(rule, target, trace);
    case 'after-require':
      return judgeAfterRequire(rule, target, trace);
    case 'after-forbid':
      return judgeAfterForbid(rule, target, trace);
    case 'before-forbid':
      return judgeBeforeForbid(rule, target, trace);
    default:
      return judgeBeforeRequire(rule, target, trace);
  }
};

const applies = (rule: CompiledRule, trace: Trace): Outcome | undefined => {
  if (rule.condition === undefined) return undefined;
  const fields = trace.product === undefined ? trace.fields : { ...trace.fields, product: trace.product };
  const truth = judgeCondition(rule.condition, fields);
  if (truth === true) return undefined;
  return truth === false
    ? quiet('not_applicable', trace)
    : quiet('undecidable', trace, `缺少业务字段 ${truth.missing}`);
};

const lacking = (rule: CompiledRule, trace: Trace): Unmeasured | undefined => {
  const own = (rule.anchor && unmeasured(rule.anchor, trace)) ?? (rule.target && unmeasured(rule.target, trace));
  if (own !== undefined) return own;
  const unheard = rule.meanings.filter((name) => !trace.scored.has(name));
  return unheard.length === 0
    ? undefined
    : { reason: `没有语义标签 ${unheard.join('、')}`, sinceMs: Number.NEGATIVE_INFINITY };
};

/**
 * All outcomes of one rule on what is known so far. Where something it needs stopped being measured on the way, what was
 * decided before stands, and the rest is undecidable.
 */
export const judgeRule = (rule: CompiledRule, trace: Trace): Outcome[] => {
  const outside = applies(rule, trace);
  if (outside !== undefined) return [outside];
  const gap = lacking(rule, trace);
  if (gap === undefined) return judgeShape(rule, trace);
  const rest = quiet('undecidable', trace, gap.reason);
  if (gap.sinceMs === Number.NEGATIVE_INFINITY) return [rest];
  const before = judgeShape(rule, trace).filter(
    (o) => o.spans.length > 0 && o.sureMs < gap.sinceMs && o.verdict !== 'undecidable',
  );
  return before.length > 0 && rule.shape === 'require'
    ? before
    : [...before, { ...rest, ordinal: Number.MAX_SAFE_INTEGER }];
};
