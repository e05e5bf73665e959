import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { compilePack, evaluateConversation, lintPack, testPack } from '@mingjian/rules';
import type { Conversation } from '@mingjian/timeline';
import { items, itemsPage, loadAllPacks, packsFor } from './index.ts';

for (const pack of loadAllPacks()) {
  test(`${pack.pack} passes its own tests`, () => {
    assert.deepEqual(
      testPack(pack).filter((r) => !r.ok),
      [],
    );
  });
  test(`${pack.pack} has no lint errors and only known items`, () => {
    assert.deepEqual(
      lintPack(pack).filter((w) => w.level === 'error' || w.rule !== undefined),
      [],
    );
    const known = new Set(items.map((item) => item.id));
    assert.deepEqual(
      pack.rules.filter((rule) => !known.has(rule.item)),
      [],
    );
  });
}
test('the catalogue page is made from the catalogue', () => {
  assert.equal(readFileSync(new URL('../docs/reference/items.md', import.meta.url), 'utf8'), itemsPage());
  assert.equal(new Set(items.map((item) => item.id)).size, items.length);
});
test('media and picture packs always, conduct by product', () => {
  assert.deepEqual(
    packsFor().map((pack) => pack.name),
    ['media-quality', 'picture'],
  );
  const lines = {
    bank: 'bank-wealth',
    ins: 'insurance',
    sec: 'securities',
    trust: 'trust',
    loan: 'loan',
    vbank: 'vbank',
  } as const;
  for (const [product, name] of Object.entries(lines)) {
    const names = packsFor(product as keyof typeof lines).map((pack) => pack.name);
    for (const wanted of [name, 'media-quality', 'picture']) assert.ok(names.includes(wanted), `${product}: ${names}`);
    for (const other of Object.values(lines))
      assert.ok(other === name || !names.includes(other), `${product}: ${names}`);
    assert.ok(names.every((each) => !each.startsWith('base-')));
  }
  assert.ok(new Set(packsFor('bank').flatMap((pack) => pack.rules.map((rule) => rule.id))).size >= 25);
});
test('what must be said is not asked where it does not apply', () => {
  const missing = (product: 'bank' | 'ins' | 'sec', fields: Record<string, string | number>): string[] =>
    evaluateConversation(
      { id: 'x', product, fields, scope: 'full', turns: [{ role: 'agent', text: '您好' }] } as Conversation,
      packsFor(product),
    )
      .findings.filter((f) => f.verdict === 'violated')
      .map((f) => f.item);
  const young = missing('bank', { productType: 'wealth_own', customerAge: 40 });
  assert.ok(
    young.includes('say.fees') && young.includes('say.benchmark_notice') && !young.includes('say.elder_notice'),
  );
  assert.ok(missing('bank', { productType: 'wealth_own', customerAge: 70 }).includes('say.elder_notice'));
  assert.ok(!missing('bank', { productType: 'insurance_agency' }).includes('say.fees'));
  assert.ok(!missing('ins', { productType: 'annuity' }).includes('say.waiting_period'));
  assert.ok(missing('ins', { productType: 'health' }).includes('say.waiting_period'));
  assert.ok(!missing('sec', { productType: 'public_fund' }).includes('say.cooling_off'));
  assert.ok(missing('sec', { productType: 'private_fund' }).includes('say.cooling_off'));
});
test('the examples of the language guide pass their tests', () => {
  const guide = readFileSync(new URL('../docs/guide/rules.md', import.meta.url), 'utf8');
  const examples = [...guide.matchAll(/```yaml\n(pack:[\s\S]*?)```/g)].map((m) => m[1] as string);
  assert.ok(examples.length >= 10, `${examples.length} examples`);
  for (const source of examples) {
    const result = compilePack(source, { file: 'docs/guide/rules.md' });
    assert.ok(result.ok, JSON.stringify(result));
    const results = testPack(result.pack);
    assert.ok(results.length > 0, source);
    assert.deepEqual(
      results.filter((r) => !r.ok),
      [],
      source,
    );
  }
});

const shared = new URL('../../shared/data/', import.meta.url);
test('the example pack of the reference passes', (t) => {
  const file = new URL('rules/example_pack.yaml', shared);
  if (!existsSync(file)) return t.skip('shared test data is not here');
  const result = compilePack(readFileSync(file, 'utf8'), { file: 'example_pack.yaml' });
  assert.ok(result.ok);
  assert.deepEqual(
    testPack(result.pack).filter((r) => !r.ok),
    [],
  );
});

type Truth = { id: string; items: { item: string; verdict: string }[]; bait: { item: string; turns: number[] }[] };
test('conversations: violations found, no bait taken', (t) => {
  if (!existsSync(new URL('calls/truth.jsonl', shared))) return t.skip('shared test data is not here');
  const lines = <T>(name: string): T[] =>
    readFileSync(new URL(`calls/${name}`, shared), 'utf8')
      .trim()
      .split('\n')
      .map((l) => JSON.parse(l) as T);
  const truths = new Map(lines<Truth>('truth.jsonl').map((truth) => [truth.id, truth]));
  let found = 0;
  let wanted = 0;
  for (const conversation of lines<Conversation>('conversations.jsonl')) {
    const truth = truths.get(conversation.id) as Truth;
    const { findings } = evaluateConversation(conversation, packsFor(conversation.product));
    const violated = findings.filter((f) => f.verdict === 'violated');
    for (const item of truth.items.filter((i) => i.verdict === 'violated')) {
      wanted += 1;
      if (violated.some((f) => f.item === item.item)) found += 1;
    }
    for (const bait of truth.bait) {
      const taken = violated.filter((f) => f.item === bait.item && bait.turns.includes(f.spans[0]?.turns?.[0] ?? -1));
      assert.deepEqual(taken, [], conversation.id);
    }
  }
  assert.ok(found / wanted >= 0.95, `${found} of ${wanted}`);
});
