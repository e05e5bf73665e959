import type { LabelExpr, Pattern } from './engine.ts';
import { modKeys, modText, printLabels } from './print.ts';
import type { Meaning } from './words.ts';

/**
 * One clause taken apart into what it asks for, one thing after another: the words at all, then by whom, then how said,
 * then where. Each step is the clause with the later demands left out, so the first step that is false is the condition
 * that failed, and what the step before it saw are the near misses.
 */
export type Step = {
  code: 'seen' | 'who' | 'how' | 'long' | 'within' | 'place';
  title: Meaning;
  text: string;
  pattern: Pattern;
};

type Loose = Record<string, unknown> & { k: string; roles?: string[]; mods?: Record<string, unknown> };
const noMods = { where: [] };

const seenText = (p: Loose): string => {
  if (p.k === 'words') return printLabels(p.words as LabelExpr);
  return [p.k, p.name ?? p.what ?? ''].join(' ').trim();
};

const titles: Record<Step['code'], Meaning> = {
  seen: { zh: '出现过', en: 'Occurs at all' },
  who: { zh: '由谁', en: 'By whom' },
  how: { zh: '怎么说', en: 'How it is said' },
  long: { zh: '多久', en: 'How long' },
  within: { zh: '步骤之内', en: 'Within the step' },
  place: { zh: '位置与数值', en: 'Where and how much' },
};

/** Clauses that say nothing without all their parts are one step. */
const whole = ['overall', 'speaks', 'covers', 'repeats', 'states'];

const barest = (p: Loose): Loose => {
  const bare: Loose = { ...p, mods: noMods };
  if (p.roles !== undefined) bare.roles = [];
  if (p.k === 'words') bare.verb = 'says';
  if (p.k === 'answers') Object.assign(bare, { k: 'speaks', polarity: undefined });
  if (p.k === 'state') Object.assign(bare, { overMs: 0, duringStep: undefined });
  return JSON.parse(JSON.stringify(bare)) as Loose;
};

/** The steps of a clause that holds no other clause; a clause with one demand has one step. */
export const stepsOf = (pattern: Pattern): Step[] => {
  const p = pattern as unknown as Loose;
  const steps: Step[] = [];
  let current: Loose =
    whole.includes(p.k) || p.k === 'silence' ? { ...p, ...(p.mods === undefined ? {} : { mods: noMods }) } : barest(p);
  const add = (code: Step['code'], text: string, change: object) => {
    current = { ...current, ...change };
    steps.push({ code, title: titles[code], text, pattern: current as unknown as Pattern });
  };
  add('seen', seenText(p), {});
  if (!whole.includes(p.k) && p.k !== 'silence') {
    if ((p.roles ?? []).length > 0) add('who', (p.roles ?? []).join('|'), { roles: p.roles });
    if (p.k === 'words' && p.verb !== 'says') add('how', String(p.verb), { verb: p.verb });
    if (p.k === 'answers')
      add('how', `answers ${(p.polarity as string[]).join('|')}`, { k: p.k, polarity: p.polarity });
    if (p.k === 'state' && Number(p.overMs) > 0) add('long', `for > ${Number(p.overMs) / 1000}s`, { overMs: p.overMs });
    if (p.k === 'state' && p.duringStep !== undefined)
      add('within', `during step(${p.duringStep})`, { duringStep: p.duringStep });
  }
  const mods = p.mods ?? {};
  for (const key of modKeys(mods).filter((name) => name !== 'within')) {
    add('place', modText(key, mods[key]), { mods: { ...(current.mods ?? noMods), [key]: mods[key] } });
  }
  return steps;
};
