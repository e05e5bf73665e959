import type { Role } from '@mingjian/timeline';
import { parse, stringify } from 'yaml';

/**
 * A must-say script (应讲话术): what has to be read to the customer, in order. The flow with branches and retries
 * grows from here; this much is enough to check a finished recording against its script.
 */
export type MustSayStep = {
  /** Stable id, used in the rule's name. */
  id: string;
  title?: string;
  speaker?: Role;
  /** The sentence as it has to be said. */
  mustSay: string;
  /** Item of the catalogue that a missing sentence counts as; default `flow.step_missing`. */
  item?: string;
  /** The customer has to answer yes within this many seconds. */
  answerWithinSeconds?: number;
};
export type MustSayScript = { script: string; title?: string; steps: MustSayStep[] };

const idPattern = /^[a-z0-9][a-z0-9._-]*$/i;

const stepOf = (value: unknown, index: number): MustSayStep => {
  const step = value as Partial<MustSayStep>;
  const at = `steps[${index}]`;
  if (typeof step !== 'object' || step === null) throw new Error(`${at} 应为对象 must be a mapping`);
  if (typeof step.mustSay !== 'string' || step.mustSay.trim() === '') throw new Error(`${at}.mustSay 缺失 is missing`);
  const id = step.id ?? `step-${index + 1}`;
  if (!idPattern.test(id))
    throw new Error(`${at}.id 只能含字母、数字、点、横线 may hold letters, digits, dot and dash: ${id}`);
  return { ...step, id, mustSay: step.mustSay };
};

/** Reads a script in YAML or JSON: `{script: name@version, title, steps: [{id, speaker, mustSay, item, answerWithinSeconds}]}`. */
export const parseScript = (text: string): MustSayScript => {
  const value = parse(text) as Partial<MustSayScript> | null;
  if (typeof value !== 'object' || value === null || !Array.isArray(value.steps)) {
    throw new Error('话术应含 steps 列表 a script needs a list of steps');
  }
  const steps = value.steps.map(stepOf);
  const repeated = steps.find((step, i) => steps.findIndex((other) => other.id === step.id) !== i);
  if (repeated !== undefined) throw new Error(`步骤编号重复 step id appears twice: ${repeated.id}`);
  return { ...value, script: value.script ?? 'script@1.0.0', steps };
};

/**
 * The script as a rule pack in the one rule language, so that script coverage is judged by the same engine as everything
 * else: one `require` per sentence, one `after … require` where an answer is asked for.
 */
export const packSourceOf = (script: MustSayScript): string => {
  const name = script.script.includes('@') ? script.script : `${script.script}@1.0.0`;
  const labels: Record<string, unknown> = {
    script_yes: {
      any: ['是的', '清楚', '明白', '知道', '同意', '确认', '了解', '没问题', '可以'],
      not: ['不清楚', '不明白', '不知道', '不同意', '不了解', '没听懂', '不可以'],
    },
  };
  const rules: unknown[] = [];
  for (const step of script.steps) {
    const label = `say_${step.id.replaceAll(/[^a-z0-9]/gi, '_')}`;
    const speaker = step.speaker ?? 'agent';
    labels[label] = { fuzzy: [step.mustSay], max_err: 0.3 };
    const title = step.title ?? step.mustSay.slice(0, 20);
    rules.push({
      id: `SCRIPT-${step.id}`,
      item: step.item ?? 'flow.step_missing',
      severity: 'major',
      require: `${speaker} says ${label}`,
      message: `未按话术讲述：${title}`,
    });
    if (step.answerWithinSeconds !== undefined) {
      rules.push({
        id: `SCRIPT-${step.id}-answer`,
        item: 'answer.unclear',
        severity: 'major',
        after: `${speaker} says ${label}`,
        require: `customer says script_yes within ${step.answerWithinSeconds}s`,
        message: `客户未明确应答：${title}`,
      });
    }
  }
  return stringify({ pack: name, title: script.title ?? script.script, labels, rules });
};
