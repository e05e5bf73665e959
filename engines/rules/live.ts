import { toFinding } from './dress.ts';
import type { Finding } from './finding.ts';
import { judgeRule } from './judge.ts';
import type { Touched, Trace } from './trace.ts';

/** The judging of a running session: only rules that a fact or a deadline touched are judged again. */
export type Live = {
  /** A fact was admitted. */
  touch(touched: Touched): void;
  /** The watermark moves. */
  reach(watermarkMs: number): void;
  /** Everything decided so far, in the order of deciding. */
  decided(): Finding[];
};

type Timer = { dueMs: number; rule: number };

/** Keeps deadlines in order; a rule may stand in it more than once, judging again costs little. */
const addTimer = (timers: Timer[], timer: Timer): void => {
  let at = timers.length;
  while (at > 0 && (timers[at - 1] as Timer).dueMs > timer.dueMs) at -= 1;
  if ((timers[at - 1]?.dueMs ?? Number.NaN) === timer.dueMs && timers[at - 1]?.rule === timer.rule) return;
  timers.splice(at, 0, timer);
};

export const openLive = (trace: Trace): Live => {
  const { plan } = trace;
  const due = new Set<number>();
  const timers: Timer[] = [];
  const told: Finding[] = [];
  const toldIds = new Set<string>();
  for (let rule = 0; rule < plan.rules.length; rule++) {
    if (plan.rules[rule]?.rule.shape === 'fields') due.add(rule);
  }

  const judge = (number: number): void => {
    const planned = plan.rules[number] as (typeof plan.rules)[number];
    for (const outcome of judgeRule(planned.rule, trace)) {
      if (outcome.spans.length === 0 || outcome.verdict === 'undecidable' || outcome.verdict === 'not_applicable')
        continue;
      const id = `${number}#${outcome.ordinal}`;
      if (toldIds.has(id)) continue;
      if (outcome.sureMs < trace.watermarkMs) {
        toldIds.add(id);
        told.push(toFinding(planned, outcome, trace));
      } else if (Number.isFinite(outcome.sureMs)) addTimer(timers, { dueMs: outcome.sureMs, rule: number });
    }
  };
  /** Rules whose deadline the watermark has passed. */
  const fire = (watermarkMs: number): void => {
    let passed = 0;
    while (passed < timers.length && (timers[passed] as Timer).dueMs < watermarkMs) passed += 1;
    for (const { rule } of timers.splice(0, passed)) due.add(rule);
  };

  return {
    touch: ({ leaves, name, turn }) => {
      for (const leaf of leaves) for (const rule of plan.rulesOfLeaf[leaf] ?? []) due.add(rule);
      if (name !== undefined) {
        for (const rule of plan.rulesOfName.get(name) ?? []) due.add(rule);
        const lasting = trace.states.get(name)?.at(-1);
        if (lasting?.open === true) {
          for (const { rule, overMs } of plan.rulesOfState.get(name) ?? [])
            addTimer(timers, { dueMs: lasting.startMs + overMs, rule });
        }
      }
      if (name === 'step') {
        const step = trace.steps.at(-1);
        for (const list of plan.rulesOfState.values())
          for (const { rule, overMs } of list)
            if (step !== undefined) addTimer(timers, { dueMs: step.startMs + overMs, rule });
      }
      if (!turn) return;
      for (const rule of plan.rulesOfTurns) due.add(rule);
      const gap = trace.gaps.at(-1);
      for (const { rule, overMs } of plan.rulesOfSilence) {
        due.add(rule);
        if (gap !== undefined) addTimer(timers, { dueMs: gap.fromMs + overMs, rule });
      }
    },
    reach: (watermarkMs) => {
      if (watermarkMs > trace.watermarkMs) trace.watermarkMs = watermarkMs;
      fire(trace.watermarkMs);
      for (const rule of [...due].sort((a, b) => a - b)) judge(rule);
      due.clear();
    },
    decided: () => told,
  };
};
