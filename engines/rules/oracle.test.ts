import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { compilePack, evaluateConversation } from './index.ts';

/**
 * The temporal shapes again, written another way: over the list of turns, with plain loops and no trace, occurrence or outcome.
 * Whatever the engine says of a random conversation, this says too.
 */
type Said = { role: 'agent' | 'customer'; text: 'A' | 'B' | 'U' | '-'; startMs: number; endMs: number };
type Verdicts = Record<string, string>;

const source = `
pack: oracle@1.0.0
labels: {a: {any: [A]}, b: {any: [B]}, u: {any: [U]}}
rules:
  - {id: forbid, forbid: agent says a}
  - {id: require, require: agent says a}
  - {id: afterRequireTurns, after: agent says a, require: customer says b within 2 turns}
  - {id: afterRequireMs, after: agent says a, require: customer says b within 3s}
  - {id: afterForbid, after: customer says a, forbid: agent says b}
  - {id: afterForbidTurns, after: customer says a, forbid: agent says b within 1 turns}
  - {id: before, before: agent says a, require: agent says b}
  - {id: excuse, forbid: agent says a, unless: agent says u within 2 turns}
  - {id: count, forbid: count(agent says a) >= 2 per 4s}
  - {id: silence, forbid: silence > 2s}
  - {id: last, forbid: agent says a in last 2 turns}
`;

const turnsOf = (said: Said[], role: string, text: string): number[] =>
  said.flatMap((turn, i) => (turn.role === role && turn.text === text ? [i] : []));

const slowly = (said: Said[]): Verdicts => {
  const agentA = turnsOf(said, 'agent', 'A');
  const agentB = turnsOf(said, 'agent', 'B');
  const customerA = turnsOf(said, 'customer', 'A');
  const customerB = turnsOf(said, 'customer', 'B');
  const agentU = turnsOf(said, 'agent', 'U');
  const bad = (is: boolean) => (is ? 'violated' : 'satisfied');
  const start = (i: number) => (said[i] as Said).startMs;
  const end = (i: number) => (said[i] as Said).endMs;
  const unanswered = (reach: (a: number, b: number) => boolean) =>
    agentA.length === 0 ? 'not_applicable' : bad(agentA.some((a) => !customerB.some((b) => b > a && reach(a, b))));
  const broken = (reach: (a: number, b: number) => boolean) =>
    customerA.length === 0 ? 'not_applicable' : bad(agentB.some((b) => customerA.some((a) => b > a && reach(a, b))));
  let quietFrom = said[0]?.endMs ?? 0;
  let quiet = false;
  for (const turn of said.slice(1)) {
    if (turn.startMs - quietFrom > 2000) quiet = true;
    if (turn.endMs > quietFrom) quietFrom = turn.endMs;
  }
  const firstA = agentA[0];
  return {
    forbid: bad(agentA.length > 0),
    require: bad(agentA.length === 0),
    afterRequireTurns: unanswered((a, b) => b - a <= 2),
    afterRequireMs: unanswered((a, b) => start(b) - end(a) <= 3000),
    afterForbid: broken(() => true),
    afterForbidTurns: broken((a, b) => b - a <= 1),
    before: firstA === undefined ? 'not_applicable' : bad(!agentB.some((b) => b < firstA)),
    excuse: bad(agentA.some((a) => !agentU.some((u) => u > a && u - a <= 2))),
    count: bad(agentA.some((a, k) => k > 0 && start(a) - start(agentA[k - 1] as number) <= 4000)),
    silence: bad(quiet),
    last: bad(agentA.some((a) => a >= said.length - 2)),
  };
};

const conversation = fc
  .array(
    fc.record({
      role: fc.constantFrom('agent' as const, 'customer' as const),
      text: fc.constantFrom('A' as const, 'B' as const, 'U' as const, '-' as const),
      gapMs: fc.nat(3000),
      lengthMs: fc.integer({ min: 1, max: 2000 }),
    }),
    { minLength: 1, maxLength: 9 },
  )
  .map((steps) => {
    let t = 0;
    return steps.map(({ role, text, gapMs, lengthMs }): Said => {
      t += gapMs + lengthMs;
      return { role, text, startMs: t - lengthMs, endMs: t };
    });
  });

test('the engine agrees with the slow oracle on 5,000 random conversations', () => {
  const result = compilePack(source, { file: 'oracle.yaml' });
  assert.ok(result.ok, JSON.stringify(result));
  const { pack } = result;
  fc.assert(
    fc.property(conversation, (said) => {
      const verdicts: Verdicts = {};
      for (const f of evaluateConversation({ id: 'x', turns: said }, [pack]).findings) {
        if (verdicts[f.rule] !== 'violated') verdicts[f.rule] = f.verdict;
      }
      assert.deepEqual(verdicts, slowly(said));
    }),
    { numRuns: 5000, seed: 3 },
  );
});
