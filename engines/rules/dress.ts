import type { Finding } from './finding.ts';
import { describeMiss } from './missing.ts';
import type { CompiledRule } from './model.ts';
import type { Outcome } from './outcome.ts';
import type { PlannedRule } from './plan.ts';
import type { Trace } from './trace.ts';

type Frame = { message: string; messageEn?: string; plain: boolean; citation?: string };
const frames = new WeakMap<CompiledRule, Frame>();
const placeholder = /\{(\w+)\}/g;

/** What of a finding is the same each time the rule speaks. */
const frameOf = (rule: CompiledRule): Frame => {
  let frame = frames.get(rule);
  if (frame === undefined) {
    const { message, messageEn, citation } = rule;
    frame = { message, plain: !/\{\w+\}/.test(message + (messageEn ?? '')) };
    if (messageEn !== undefined) frame.messageEn = messageEn;
    if (citation !== undefined)
      frame.citation = `${citation.regulation}${citation.article === undefined ? '' : ` ${citation.article}`}`;
    frames.set(rule, frame);
  }
  return frame;
};

/** Placeholders of a message; what was not measured reads —. */
const fill = (message: string, outcome: Outcome, trace: Trace): string =>
  message.replaceAll(placeholder, (_, name: string) => {
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
export const toFinding = ({ rule, pack }: PlannedRule, outcome: Outcome, trace: Trace): Finding => {
  const frame = frameOf(rule);
  const finding: Finding = {
    id: idOf(rule, outcome),
    item: rule.item,
    rule: rule.id,
    pack: pack.pack,
    packHash: pack.hash,
    verdict: outcome.verdict,
    severity: rule.severity,
    spans: outcome.spans,
    message: frame.plain ? frame.message : fill(frame.message, outcome, trace),
  };
  if (rule.kind !== undefined) finding.kind = rule.kind;
  if (Number.isFinite(outcome.decidedMs)) finding.decidedAtMs = outcome.decidedMs;
  if (outcome.reason !== undefined) finding.reason = outcome.reason;
  const score = outcome.score ?? rule.score;
  if (score !== undefined) finding.score = score;
  if (outcome.measures !== undefined) finding.measures = outcome.measures;
  if (frame.messageEn !== undefined)
    finding.messageEn = frame.plain ? frame.messageEn : fill(frame.messageEn, outcome, trace);
  if (rule.citation !== undefined) {
    finding.source = rule.citation;
    finding.citation = frame.citation as string;
  }
  if (outcome.window !== undefined) {
    const lookedFor = outcome.lookedFor ?? 'target';
    finding.missing = describeMiss({ rule, pack }, { trace, window: outcome.window, lookedFor });
  }
  return finding;
};

/** Stable within one inspection, live and at the end: the rule and which of its occurrences. */
const idOf = (rule: CompiledRule, outcome: Outcome): string =>
  `${rule.id}#${outcome.ordinal === Number.MAX_SAFE_INTEGER ? 'rest' : outcome.ordinal}`;
