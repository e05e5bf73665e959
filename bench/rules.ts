import { existsSync, readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { type CompiledPack, compilePack, evaluateConversation, openEvaluation } from '@mingjian/rules';
import type { Conversation, Fact } from '@mingjian/timeline';
import { drawFrom } from './matching/draw.ts';

/**
 * The whole evaluation (labels, fuzzy phrases, time; no meaning model) of 300 rules with 60 fuzzy phrases: batch on one core,
 * live sessions on one core, time from the deciding fact to the decision, memory of a live session.
 */
const random = drawFrom(7).below;
const pick = <T>(list: readonly T[]): T => list[random(list.length)] as T;
const verbs = '保证|承诺|确保|担保|答应|包'.split('|');
const things = '收益|本金|利息|回报|分红|年化|利润|收入|赔付|返还'.split('|');
const heads = '本产品|这个产品|该保险|这款理财|这笔贷款|您的账户|本次录音|犹豫期|等待期|风险等级'.split('|');
const tails =
  '不保证本金|可能发生亏损|不得提前支取|需要如实告知|会影响您的征信|由合作机构收取|以合同约定为准|不代表未来表现|请您仔细阅读|由本人签字确认'.split(
    '|',
  );
const small =
  '您好请问这边的话是不是我看一下今天明天那个嗯对然后因为所以可以需要没有知道了解办理查询电话手机银行卡信用额度账单还款日期姓名地址'.split(
    '',
  );
const word = (n: number): string => Array.from({ length: n }, () => pick(small)).join('');

const ruleOf = (i: number): string[] => {
  const shapes = [
    `forbid: agent says w${i}`,
    `forbid: agent asserts w${i}`,
    `after: agent says w${i}, require: customer answers yes within 10s`,
    `after: customer says w${i}, forbid: agent says w${(i + 1) % 240} within 3 turns`,
    `before: agent says w${i}, require: agent says w${(i + 7) % 240}`,
    `forbid: agent says (w${i} near 20 w${(i + 3) % 240})`,
    `forbid: count(agent says w${i}) >= 3 per 1min`,
    `forbid: agent says w${i}, unless: agent says w${(i + 5) % 240} within 2 turns`,
  ];
  return [`  - {id: R${i}, ${shapes[i % shapes.length]}}`];
};
const phrase = (i: number): string =>
  `${heads[i % 10]}${tails[Math.floor(i / 10) % 10]}${i >= 30 ? things[i % 10] : ''}`;
const pack = (): CompiledPack => {
  const labels = Array.from({ length: 240 }, (_, i) => {
    const words = i % 4 === 0 ? [`${pick(verbs)}${pick(things)}`, word(4)] : [word(3), word(4), word(5)];
    const seq =
      i % 3 === 0
        ? `, seq: ["${pick(verbs)}|${pick(verbs)} ..8 ${pick(things)}|${word(3)}"], not: ["不${pick(verbs)}"]`
        : '';
    return `  w${i}: {any: [${words.join(', ')}]${seq}}`;
  });
  const fuzzy = Array.from({ length: 60 }, (_, i) => `  f${i}: {fuzzy: [${phrase(i)}]}`);
  const rules = [
    ...Array.from({ length: 236 }, (_, i) => ruleOf(i)).flat(),
    ...Array.from({ length: 60 }, (_, i) => `  - {id: F${i}, require: agent says f${i}}`),
    '  - {id: S1, forbid: silence > 15s}',
    '  - {id: S2, forbid: event interrupt by agent}',
    '  - {id: S3, forbid: agent says w0 where rate > 7}',
    '  - {id: S4, require: "agent says w1 in [0s, 30s]"}',
  ];
  const source = ['pack: bench@1.0.0', 'labels:', ...labels, ...fuzzy, 'rules:', ...rules].join('\n');
  const result = compilePack(source, { file: 'bench' });
  if (!result.ok) throw new Error(JSON.stringify(result.errors[0]));
  return result.pack;
};

/** A said line: small talk, now and then a promise or a mandated phrase, sometimes heard wrong. */
const line = (): string => {
  const kind = random(12);
  if (kind === 0) return `${word(6)}${pick(verbs)}${word(2)}${pick(things)}${word(5)}`;
  if (kind === 1) return `${word(3)}，${phrase(random(60))}，${word(4)}`;
  return Array.from({ length: 1 + random(4) }, () => word(4 + random(12))).join('，');
};
const shared = new URL('../../shared/data/', import.meta.url);
/** Real lines where they are here: calls and dialogues of the development data; generated ones otherwise. */
const conversations = (count: number): { source: string; list: Conversation[] } => {
  const list: Conversation[] = [];
  for (let c = 0; c < count; c++) {
    let t = 0;
    const turns = Array.from({ length: 10 + random(30) }, (_, i) => {
      const text = line();
      const startMs = t + random(1500);
      t = startMs + text.length * 220;
      return { role: i % 2 === 0 ? ('agent' as const) : ('customer' as const), text, startMs, endMs: t };
    });
    list.push({ id: `g${c}`, turns });
  }
  const calls = new URL('calls/conversations.jsonl', shared);
  if (!existsSync(calls)) return { source: 'generated', list };
  const real = readFileSync(calls, 'utf8')
    .trim()
    .split('\n')
    .map((row) => JSON.parse(row) as Conversation);
  return { source: `generated + ${real.length} spoken`, list: [...list, ...real] };
};

const cpuMs = (work: () => void): number => {
  const from = process.cpuUsage();
  work();
  const used = process.cpuUsage(from);
  return (used.user + used.system) / 1000;
};
const turnsIn = (list: readonly Conversation[]): number => list.reduce((sum, c) => sum + c.turns.length, 0);

const batch = (rules: CompiledPack, list: Conversation[]): Record<string, number> => {
  for (const c of list.slice(0, 400)) evaluateConversation(c, [rules]);
  const ms = cpuMs(() => {
    for (const c of list) evaluateConversation(c, [rules]);
  });
  return { conversations: list.length, turns: turnsIn(list), turnsPerSecond: Math.round((turnsIn(list) / ms) * 1000) };
};

const factsOf = (c: Conversation): Fact[] =>
  c.turns.map((turn, seq) => ({
    id: `t${seq}`,
    seq,
    t: turn.startMs ?? 0,
    end: turn.endMs ?? 0,
    kind: 'utterance',
    name: 'speech.text',
    role: turn.role,
    text: turn.text,
    source: 'server',
    detector: 'bench',
  }));

const quantile = (values: number[], share: number): number => {
  const sorted = [...values].sort((a, b) => a - b);
  return Math.round((sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0) * 1000) / 1000;
};

/** Sessions side by side, each turn pushed when it is over, a tick a second each: real seconds against seconds of CPU. */
const live = (rules: CompiledPack, list: Conversation[], sessions: number): Record<string, number> => {
  const feeds = Array.from({ length: sessions }, (_, i) => factsOf(list[i % list.length] as Conversation));
  global.gc?.();
  const before = process.memoryUsage().heapUsed;
  const open = feeds.map(() => openEvaluation([rules]));
  const next = feeds.map(() => 0);
  const endMs = Math.max(...feeds.map((feed) => feed.at(-1)?.end ?? 0));
  const decisions: number[] = [];
  let busyMs = 0;
  for (let now = 0; now <= endMs; now += 1000) {
    busyMs += cpuMs(() => {
      feeds.forEach((feed, i) => {
        const evaluation = open[i] as ReturnType<typeof openEvaluation>;
        while ((feed[next[i] as number]?.end ?? Number.POSITIVE_INFINITY) <= now) {
          const fact = feed[next[i] as number] as Fact;
          next[i] = (next[i] as number) + 1;
          const from = performance.now();
          evaluation.push(fact);
          evaluation.tick(Math.max(fact.t + 1, fact.end ?? 0));
          decisions.push(performance.now() - from);
        }
        evaluation.tick(feed[next[i] as number]?.t ?? now);
      });
    });
  }
  global.gc?.();
  const perSession = (process.memoryUsage().heapUsed - before) / sessions / 1024;
  return {
    sessions,
    recordedSeconds: Math.round(endMs / 1000),
    cpuSeconds: Math.round(busyMs / 100) / 10,
    sessionsOneCoreCarries: Math.round((sessions * endMs) / busyMs),
    decisionMsP50: quantile(decisions, 0.5),
    decisionMsP99: quantile(decisions, 0.99),
    kilobytesPerSession: Math.round(perSession),
    turnsPerSession: Math.round(turnsIn(list.slice(0, sessions)) / Math.min(sessions, list.length)),
  };
};

const { values } = parseArgs({ options: { only: { type: 'string' } } });
const rules = pack();
const { source, list } = conversations(2000);
console.log(`300 rules, 60 fuzzy phrases; conversations: ${source}`);
if (values.only !== 'live') console.log('batch', batch(rules, list));
if (values.only !== 'batch') console.log('live', live(rules, list, 1000));
if (global.gc === undefined) console.log('memory is rough: run with --expose-gc for the figure');
