import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { startSimulator } from '@mingjian/opinion/simulator.fixture.ts';
import { items, packsFor } from '@mingjian/rulebooks';
import { compilePack, lintPack, testPack } from '@mingjian/rules';
import { append, openTimeline, type Turn } from '@mingjian/timeline';
import { judge } from './judging.ts';
import { askedItems, hearOpinion } from './opinion.ts';

const { signal } = new AbortController();
const packs = packsFor('bank');
const turns: Turn[] = [
  { role: 'agent', text: '您放一百个心，一分钱都不会少您的', startMs: 2000, endMs: 4000 },
  { role: 'customer', text: '好吧', startMs: 5000, endMs: 6000 },
];

test('asked are spoken items of the packs, none that silence, pictures or clocks violate', () => {
  const asked = askedItems(packs).map(({ id }) => id);
  assert.ok(asked.includes('sale.promise_return') && asked.length >= 10, String(asked));
  const table = new Map(items.map((item) => [item.id, item]));
  assert.ok(asked.every((id) => table.get(id)?.violatedWhen === 'present'));
  assert.deepEqual(askedItems(packsFor()), [], 'packs of media alone ask nothing');
});

test('off, and nothing to read: no facts, and the capability says why', async () => {
  const off = await hearOpinion(turns, { packs, signal, setting: { isOff: true, reason: 'off' } });
  assert.deepEqual(off.capabilities, [{ name: 'opinion.llm', available: false, model: null, reason: 'off' }]);
  assert.deepEqual(
    off.facts.map(({ kind, name, value, reason }) => [kind, name, value, reason]),
    [['capability', 'opinion.item', false, 'off']],
  );
  const setting = { settings: { endpoint: 'http://127.0.0.1:9/v1', model: 'm' } };
  const mute = await hearOpinion([], { packs, signal, setting });
  assert.match(mute.capabilities[0]?.reason ?? '', /没有逐字稿/);
});

test('an opinion is listed and is a fact, and no shipped verdict moves; an operator’s own rule may read it', async (t) => {
  const quote = '一分钱都不会少您的';
  const simulator = await startSimulator(({ items: asked }) => ({
    says: {
      opinions: asked.map((item) =>
        item === 'sale.promise_return' ? { item, opinion: 'violated', turn: 0, quote } : { item, opinion: 'fine' },
      ),
    },
  }));
  t.after(simulator.close);
  const setting = { settings: { endpoint: simulator.endpoint, model: 'sim-1' } };
  const heard = await hearOpinion(turns, { packs, signal, setting });
  assert.deepEqual(heard.opinions, [{ item: 'sale.promise_return', turn: 0, quote, model: 'sim-1', score: 1 }]);

  const timeline = openTimeline('x');
  for (const fact of heard.facts) append(timeline, fact);
  const conversation = { id: 'x', product: 'bank' as const, scope: 'full' as const, turns };
  const withOpinion = { ...conversation, facts: [...timeline.facts] };
  const own = (rule: string) => {
    const made = compilePack(
      `pack: own@1.0.0\nrules:\n  - {id: R, item: sale.promise_return, severity: major, forbid: "${rule}"}\ntests:\n  - {name: a, expect: [], events: ["agent: 好"]}\n`,
      { file: 'own.yaml' },
    );
    assert.ok(made.ok, JSON.stringify(made));
    return judge(withOpinion, { packs: [made.pack], durationMs: 6000 }).findings[0];
  };
  const before = judge(conversation, { packs, durationMs: 6000 });
  const after = judge(withOpinion, { packs, durationMs: 6000 });
  assert.deepEqual(after, before, 'the shipped packs do not read opinions');
  assert.equal(own('event opinion.item where score >= 1')?.verdict, 'violated');
  assert.equal(own('event opinion.item by agent where sale.promise_return >= 1')?.verdict, 'violated');
  assert.equal(own('event opinion.item where sale.pressure >= 1')?.verdict, 'satisfied');
  withOpinion.facts = [];
  assert.equal(own('event opinion.item where sale.promise_return >= 1')?.verdict, 'undecidable', 'off is no pass');
});

test('the rule that the operator’s page shows compiles, passes its tests and lint', () => {
  const page = readFileSync(new URL('../docs/operate/second-opinion.md', import.meta.url), 'utf8');
  const made = compilePack(/```yaml\n(pack:[\s\S]*?)```/.exec(page)?.[1] ?? '', { file: 'second-opinion.md' });
  assert.ok(made.ok, JSON.stringify(made));
  assert.deepEqual(
    testPack(made.pack).filter(({ ok }) => !ok),
    [],
  );
  assert.deepEqual(
    lintPack(made.pack).filter(({ level }) => level === 'error'),
    [],
  );
});
