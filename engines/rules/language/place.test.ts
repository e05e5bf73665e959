import assert from 'node:assert/strict';
import { test } from 'node:test';
import { placeAt } from './place.ts';

/** `¦` marks the cursor. */
const at = (marked: string) => {
  const offset = marked.indexOf('¦');
  const { path, kind, typed } = placeAt(marked.replace('¦', ''), offset);
  return `${kind} ${path.join('/')} «${typed}»`;
};

test('block keys and values', () => {
  assert.equal(at('pa¦'), 'key  «pa»');
  assert.equal(at('pack: a@1.0.0\nti¦'), 'key  «ti»');
  assert.equal(at('pack: a@1¦'), 'value pack «a@1»');
  assert.equal(at('rules:\n  - id: R\n    forb¦'), 'key rules/0 «forb»');
  assert.equal(at('rules:\n  - id: R\n    forbid: agent sa¦'), 'value rules/0/forbid «agent sa»');
  assert.equal(at('rules:\n  - id: R\n  - ¦'), 'key rules/1 «»');
  assert.equal(at('rules:\n- id: R\n  for¦'), 'key rules/0 «for»');
  assert.equal(at('rules:\n  - id: R\n    citation:\n      reg¦'), 'key rules/0/citation «reg»');
  assert.equal(at('labels:\n  promise:\n    any: [保本]\n    ¦'), 'key labels/promise «»');
  assert.equal(at('labels:\n  promise:\n    any: [保本]\n¦'), 'key  «»');
});
test('flow maps and lists, over several lines, quoted', () => {
  assert.equal(at('labels:\n  x: {any: [保本, 保¦'), 'value labels/x/any/1 «保»');
  assert.equal(at('labels:\n  x: {an¦'), 'key labels/x «an»');
  assert.equal(at('rules:\n  - {id: R, forbid: "agent says ¦'), 'value rules/0/forbid «agent says »');
  assert.equal(at('rules:\n  - {id: R, ¦'), 'key rules/0 «»');
  assert.equal(at('tests:\n  - name: a\n    expect: [R, S¦'), 'value tests/0/expect/1 «S»');
  assert.equal(at('tests:\n  - {name: a,\n     expect: [R,\n     S¦'), 'value tests/0/expect/1 «S»');
  assert.equal(at('tests:\n  - {name: a, expect: [R], ev¦'), 'key tests/0 «ev»');
  assert.equal(
    at('tests:\n  - name: a\n    events:\n      - "1-2 agent: 您好¦'),
    'value tests/0/events/0 «1-2 agent: 您好»',
  );
});
test('comments are comments', () => {
  assert.equal(at('# pa¦').split(' ')[0], 'comment');
  assert.equal(at('pack: a # no¦').split(' ')[0], 'comment');
});
test('no text makes it throw', () => {
  const source =
    'labels:\n  x: {any: [保本, "a: b"], not: [不]}\nrules:\n  - {id: R, forbid: "agent says (x near 4 y)"}\n- ]}{[: -\n';
  for (let i = 0; i <= source.length; i++) for (let j = i; j <= source.length; j++) placeAt(source.slice(i, j), j - i);
});
