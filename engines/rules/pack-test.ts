import type { Conversation, Fact, Product, Role, Turn } from '@mingjian/timeline';
import { evaluateConversation } from './evaluate.ts';
import type { CompiledPack, PackTest } from './model.ts';

export type PackTestResult = { name: string; line: number; ok: boolean; unexpected: string[]; lacking: string[] };

const eventPattern = /^(?:([\d.]+)-([\d.]+)\s+)?(agent|customer|third|system|unknown|step|fact):\s*(.*)$/s;
const fact = (seq: number, rest: Partial<Fact>): Fact =>
  ({ id: `e${seq}`, seq, source: 'server', detector: 'test', ...rest }) as Fact;

/** `8-10 agent: words`, `agent: words` (order only), `6-7 agent: <interrupt 0.9>`, `25-29 customer: ~face.out`, `18-40 step: signature`. */
const readEvent = (line: string, seq: number): Turn | Fact => {
  const match = eventPattern.exec(line);
  if (match === null) throw new Error(`用例行读不懂 cannot read the test line "${line}": expected "8-10 agent: 话"`);
  const [, from, to, who, body = ''] = match;
  const t = Math.round(Number(from ?? 0) * 1000);
  const end = Math.round(Number(to ?? 0) * 1000);
  if (who === 'step') return fact(seq, { t, end, kind: 'step', name: body.trim() });
  const role = who as Role;
  const event = /^<([\w.]+)(?:\s+(-?[\d.]+))?>$/.exec(body.trim());
  if (event !== null) {
    const score = event[2] === undefined ? {} : { score: Number(event[2]), value: Number(event[2]) };
    return fact(seq, {
      t,
      end,
      kind: 'event',
      name: event[1] as string,
      ...(who === 'fact' ? {} : { role }),
      ...score,
    });
  }
  const capability = /^([\w.]+)=(true|false)$/.exec(body.trim());
  if (capability !== null)
    return fact(seq, { t, kind: 'capability', name: capability[1] as string, value: capability[2] === 'true' });
  if (body.trim().startsWith('~'))
    return fact(seq, { t, end, kind: 'state', name: body.trim().slice(1), ...(who === 'fact' ? {} : { role }) });
  return from === undefined ? { role, text: body } : { role, text: body, startMs: t, endMs: end };
};

/** `0 sale.promise_return 0.8`: what the heads would say of a turn. Every label that the pack reads was looked for. */
const readMeaning = (lines: readonly string[], turns: readonly Turn[], labels: readonly string[]): Fact[] => [
  fact(0, { t: 0, kind: 'capability', name: 'meaning.labels', value: true, labels: [...labels] } as Partial<Fact>),
  ...lines.map((line) => {
    const [place = '', value = '', score = ''] = line.split(/\s+/);
    const turn = turns[Number(place)];
    if (turn === undefined || !(Number(score) >= 0))
      throw new Error(`用例行读不懂 cannot read the test line "${line}": expected "0 sale.promise_return 0.8"`);
    const t = turn.startMs ?? Number(place) * 1000;
    return fact(0, { t, kind: 'event', name: 'label.score', value, score: Number(score), role: turn.role });
  }),
];

/** The conversation that a test in a pack describes. `labels` = meaning labels of the pack. */
export const conversationOf = (test: PackTest, labels: readonly string[] = []): Conversation => {
  const events = test.events.map(readEvent);
  const turns = events.filter((e): e is Turn => 'text' in e && !('kind' in e));
  const meant = test.meaning === undefined ? [] : readMeaning(test.meaning, turns, labels);
  return {
    id: test.name,
    ...(test.product === undefined ? {} : { product: test.product as Product }),
    fields: test.fields,
    scope: test.scope ?? 'full',
    turns,
    facts: [...events.filter((e): e is Fact => 'kind' in e), ...meant],
  };
};

const runOne = (pack: CompiledPack, test: PackTest): PackTestResult => {
  const { findings } = evaluateConversation(conversationOf(test, pack.meanings), [pack]);
  const looked = findings.filter((f) => test.only === undefined || test.only.includes(f.rule));
  const violated = new Set(looked.filter((f) => f.verdict === 'violated').map((f) => f.rule));
  const undecided = new Set(looked.filter((f) => f.verdict === 'undecidable').map((f) => f.rule));
  const lacking = [
    ...test.expect.filter((id) => !violated.has(id)),
    ...test.undecidable.filter((id) => !undecided.has(id)),
  ];
  const unexpected = [...violated].filter((id) => !test.expect.includes(id));
  return { name: test.name, line: test.line, ok: lacking.length === 0 && unexpected.length === 0, unexpected, lacking };
};

/** Runs the tests that a pack carries. */
export const testPack = (pack: CompiledPack): PackTestResult[] => pack.tests.map((test) => runOne(pack, test));
