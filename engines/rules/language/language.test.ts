import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { keysAt, verbs } from './engine.ts';
import { complete, diagnose, diagnoseRegexes, factsOfPage, hover, type LanguageData, positionOf } from './index.ts';
import { labelKeyMeanings, packKeyMeanings, ruleKeyMeanings, testKeyMeanings, verbMeanings } from './words.ts';

const facts = factsOfPage(readFileSync(new URL('../../../docs/reference/facts.md', import.meta.url), 'utf8'));
const data: LanguageData = {
  facts,
  steps: ['signature', 'ocr'],
  packs: ['base-sale'],
  items: [{ id: 'sale.promise_return', zh: '承诺保本保收益', en: 'promise return' }],
  inherited: { labels: { notice: 'any: 录音录像' }, rules: { 'BASE-1': '要先告知' } },
};
const source = `pack: sample@1.0.0
labels:
  promise: {any: [保本], not: [不保本]}
  clear: {any: [清楚吗]}
rules:
  - id: P
    item: sale.promise_return
    if: customerAge >= 60
    forbid: agent asserts promise
    message: 承诺保本
    unless: agent says clear
tests:
  - {name: bad, expect: [P], fields: {customerAge: 70}, events: ["agent: 保本"]}
  - {name: good, expect: [], fields: {customerAge: 70}, events: ["agent: 不保本"]}
`;
/** Labels of the completions at `¦`. */
const offered = (marked: string): string[] => {
  const offset = marked.indexOf('¦');
  const plain = marked.replace('¦', '');
  return complete(plain, positionOf(plain, offset), data).map(({ label }) => label);
};
const hovered = (word: string, text = source, nth = 0): string | undefined => {
  let offset = -1;
  for (let i = 0; i <= nth; i++) offset = text.indexOf(word, offset + 1);
  return hover(text, positionOf(text, offset + 1), data)?.markdown.zh;
};

test('keys are offered by place, those that the compiler accepts', () => {
  assert.ok(offered('pa¦').includes('pack'));
  assert.deepEqual(offered('labels:\n  x: {fu¦'), ['fuzzy']);
  assert.deepEqual(offered(`${source.replace('    message', '    sev¦\n    message')}`), ['severity']);
  assert.ok(offered('tests:\n  - {ex¦').includes('expect'));
  assert.deepEqual(offered('rules:\n  - id: R\n    citation: {gra¦'), ['grade']);
  assert.deepEqual(offered('tests:\n  - name: a\n    fields: {customerA¦'), ['customerAge']);
  assert.deepEqual(offered('labels:\n  ¦'), []);
});
test('every key and verb that the compiler knows is explained', () => {
  const lacking = (known: string[], words: object) => known.filter((key) => !(key in words));
  assert.ok(keysAt('rule').length >= 15 && keysAt('label').length >= 7);
  assert.deepEqual(lacking(keysAt('pack'), packKeyMeanings), []);
  assert.deepEqual(lacking(keysAt('label'), labelKeyMeanings), []);
  assert.deepEqual(lacking(keysAt('rule'), ruleKeyMeanings), []);
  assert.deepEqual(lacking(keysAt('test'), testKeyMeanings), []);
  assert.deepEqual(lacking([...verbs], verbMeanings), []);
});

const inRule = (expression: string) =>
  offered(source.replace('forbid: agent asserts promise', `forbid: ${expression}`));
test('patterns: roles, verbs, labels, operators, names of facts, units', () => {
  assert.ok(inRule('¦').includes('agent') && inRule('¦').includes('silence') && inRule('¦').includes('fields'));
  assert.deepEqual(inRule('cust¦'), ['customer']);
  assert.ok(inRule('agent ¦').includes('asserts') && inRule('agent ¦').includes('answers'));
  assert.deepEqual(inRule('agent says ¦'), ['promise', 'clear', 'notice']);
  assert.deepEqual(inRule('"agent says prom¦'), ['promise']);
  assert.ok(inRule('agent says promise ¦').includes('within') && inRule('agent says promise ¦').includes('near'));
  assert.ok(inRule('agent says promise and ¦').includes('customer'));
  assert.ok(inRule('state ¦').includes('face.out') && !inRule('state ¦').includes('face.changed'));
  assert.ok(inRule('event ¦').includes('face.changed') && inRule('event ¦').includes('interrupt'));
  assert.ok(inRule('measure ¦').includes('media.av_offset'));
  assert.deepEqual(inRule('state face.out for > 3s during step(¦'), ['signature', 'ocr']);
  assert.deepEqual(inRule('agent says promise within 2¦'), ['2ms', '2s', '2min', '2 turns']);
  assert.deepEqual(inRule('silence > 15¦'), ['15ms', '15s', '15min']);
  assert.deepEqual(inRule('customer answers ¦'), ['yes', 'no', 'vague']);
});
test('conditions: fields and their values', () => {
  const at = (condition: string) => offered(source.replace('customerAge >= 60', condition));
  assert.ok(at('customer¦').includes('customerAge'));
  assert.deepEqual(at('productLevel == R¦').slice(0, 5), ['R1', 'R2', 'R3', 'R4', 'R5']);
  assert.deepEqual(at('channel in [phone, vid¦'), ['video']);
  assert.ok(inRule('fields cust¦').includes('customerLevel'));
});
test('values: items, severities, products, rules in tests', () => {
  assert.deepEqual(offered(source.replace('item: sale.promise_return', 'item: sale.¦')), ['sale.promise_return']);
  assert.deepEqual(offered('rules:\n  - {id: R, severity: m¦'), ['major', 'minor']);
  assert.ok(offered('products: [¦').includes('bank'));
  assert.deepEqual(offered('extends: [¦'), ['base-sale']);
  assert.deepEqual(offered(source.replace('expect: [P]', 'expect: [¦]')), ['P', 'BASE-1']);
  assert.ok(offered('tests:\n  - name: a\n    events:\n      - "ag¦').includes('agent: '));
});

test('hover: keys, verbs, fields, items, labels with their words, rules in tests', () => {
  assert.match(hovered('forbid') ?? '', /禁止/);
  assert.match(hovered('asserts') ?? '', /当真/);
  assert.match(hovered('customerAge') ?? '', /年龄/);
  assert.match(hovered('sale.promise_return') ?? '', /承诺保本保收益/);
  assert.match(hovered('promise', source, 0) ?? '', /保本/);
  assert.match(hovered('[P]'.slice(1, 2), source.slice(source.indexOf('rules:')), 1) ?? '', /承诺保本|规则/);
  assert.match(hovered('within', source.replace('promise\n', 'promise within 2 turns\n')) ?? '', /锚点/);
  assert.equal(hovered('保本'), undefined);
  assert.match(hovered('notice', source.replace('asserts promise', 'asserts notice')) ?? '', /继承/);
});

test('errors carry range, what was expected and the closest right word; warnings come when it compiles', () => {
  const options = { file: 'a.yaml', items: data.items ?? [] };
  assert.deepEqual(diagnose(source, options), []);
  const [error] = diagnose(source.replace('asserts', 'assertss'), options);
  assert.equal(error?.severity, 'error');
  assert.equal(error?.suggestion, 'asserts');
  assert.deepEqual(error?.range, { from: { line: 9, column: 19 }, to: { line: 9, column: 27 } });
  const untested = diagnose(source.slice(0, source.indexOf('tests:')), options);
  assert.deepEqual(
    untested.map((d) => `${d.severity} ${d.range.from.line}`),
    ['warning 6'],
  );
  const item = diagnose(source.replace('sale.promise_return', 'sale.promise_retrun'), options);
  assert.equal(item[0]?.suggestion, 'sale.promise_return');
});
test('slow regexes are left to their own call', () => {
  const slow = source.replace('{any: [清楚吗]}', '{regex: ["[0-9]{3}"]}');
  assert.deepEqual(diagnose(slow, { file: 'a.yaml' }), []);
  assert.match(diagnoseRegexes(slow, { file: 'a.yaml' })[0]?.message ?? '', /必需的词/);
});

test('half-typed packs never throw: every beginning of a pack, and every one with a character taken out', () => {
  for (let i = 0; i <= source.length; i++) {
    for (const text of [source.slice(0, i), source.slice(0, i) + source.slice(i + 1)]) {
      const position = positionOf(text, i);
      complete(text, position, data);
      hover(text, position, data);
      if (i % 7 === 0) diagnose(text, { file: 'a.yaml' });
    }
  }
});
