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

/** The conversation that a test in a pack describes. */
export const conversationOf = (test: PackTest): Conversation => {
  const events = test.events.map(readEvent);
  return {
    id: test.name,
    ...(test.product === undefined ? {} : { product: test.product as Product }),
    fields: test.fields,
    scope: test.scope ?? 'full',
    turns: events.filter((e): e is Turn => 'text' in e && !('kind' in e)),
    facts: events.filter((e): e is Fact => 'kind' in e),
  };
};

const runOne = (pack: CompiledPack, test: PackTest): PackTestResult => {
  const { findings } = evaluateConversation(conversationOf(test), [pack]);
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
