import assert from 'node:assert/strict';
import { test } from 'node:test';
import { clockTime } from './format.ts';
import { commandOf } from './keyboard.ts';
import { en } from './locale/en.ts';
import { zh } from './locale/zh.ts';
import { openOpinions } from './opinions.ts';
import { countByFilter, listenFromMs, worstFirst } from './order.ts';
import { clipAt } from './player/clock.ts';
import { sampleInspection } from './sample.ts';
import { lanesOf } from './timeline/lanes.ts';
import { pausesOf } from './timeline/pauses.ts';
import { moved, showing, ticksOf, zoomed } from './timeline/view.ts';
import { highlightsByTurn, piecesOf, searchTurns, turnAt } from './transcript/highlight.ts';

test('both languages have the same keys, no empty word, and the same placeholders', () => {
  assert.deepEqual(Object.keys(en).sort(), Object.keys(zh).sort());
  const holes = (text: string) => [...text.matchAll(/\{\w+\}/g)].map(String).sort();
  for (const [key, text] of Object.entries(zh)) {
    const other = en[key as keyof typeof zh];
    assert.ok(text !== '' && other !== '', key);
    assert.deepEqual(holes(other), holes(text), key);
  }
});

test('worst first: conduct before signals, blocking before major, undecidable after violated', () => {
  const shuffled = [...sampleInspection.findings].reverse();
  assert.deepEqual(
    worstFirst(shuffled).map((f) => f.item),
    [
      'sale.promise_return',
      'say.no_guarantee',
      'sale.pressure',
      'video_frozen',
      'complaint.dissatisfied',
      'sign.not_seen',
      'say.recording_notice',
      'say.elder_notice',
    ],
  );
  assert.equal(countByFilter(shuffled).attention, 6);
});

test('listening begins 2 s before the evidence, never before the beginning; a miss at its window', () => {
  const [promise, , miss] = sampleInspection.findings;
  assert.equal(listenFromMs(promise!), 22_300);
  assert.equal(listenFromMs(miss!), 0);
  assert.equal(listenFromMs({ ...promise!, spans: [{ startMs: 500, endMs: 900 }] }), 0);
});

test('heard words are marked at their offsets; overlapping marks share a piece', () => {
  const { findings, conversation } = sampleInspection;
  const marks = highlightsByTurn(findings, conversation.turns).get(4)!;
  const pieces = piecesOf(conversation.turns[4]!.text, marks);
  assert.equal(pieces.find((p) => p.kinds.includes('violated'))?.text, '这个产品保本保收益');
  assert.equal(pieces.map((p) => p.text).join(''), conversation.turns[4]!.text);
  assert.deepEqual(
    searchTurns([{ text: 'ABab' }], 'ab').map((p) => p.from),
    [0, 2],
  );
  assert.equal(turnAt([{ startMs: 0 }, {}, { startMs: 500 }], 400), 0);
});

test('a lane that was not measured says so and is never dropped', () => {
  const blind = structuredClone(sampleInspection);
  blind.facts = [];
  blind.capabilities = [{ name: 'face.detect', available: false, model: null, reason: '没有模型' }];
  assert.equal(lanesOf(blind).find((lane) => lane.kind === 'faces')?.notMeasured, '没有模型');
});

test('silence from 3 s, overlap from half a second', () => {
  const marks = pausesOf([[{ startMs: 0, endMs: 5_000 }], [{ startMs: 4_000, endMs: 6_000 }]], 9_500);
  assert.deepEqual(
    marks.map((m) => [m.label, m.startMs, m.endMs]),
    [
      ['silence', 6_000, 9_500],
      ['overlap', 4_000, 5_000],
    ],
  );
});

test('the view never leaves the recording and keeps the zoomed moment in place', () => {
  const whole = { fromMs: 0, toMs: 60_000 };
  assert.deepEqual(zoomed(whole, 0.5, { aroundMs: 30_000, durationMs: 60_000 }), { fromMs: 15_000, toMs: 45_000 });
  assert.deepEqual(zoomed(whole, 2, { aroundMs: 0, durationMs: 60_000 }), whole);
  assert.deepEqual(moved({ fromMs: 0, toMs: 10_000 }, 99_000, 60_000), { fromMs: 50_000, toMs: 60_000 });
  assert.ok(showing({ fromMs: 0, toMs: 10_000 }, 30_000, 60_000).toMs > 30_000);
  assert.deepEqual(ticksOf(whole, 6), [0, 10_000, 20_000, 30_000, 40_000, 50_000, 60_000]);
});

test('keys of the review screen; keys with Ctrl belong to the browser', () => {
  const press = (key: string, more = {}) =>
    commandOf({ key, shiftKey: false, ctrlKey: false, metaKey: false, altKey: false, ...more });
  assert.deepEqual(press('K'), { kind: 'finding', by: 1 });
  assert.deepEqual(press('ArrowLeft', { shiftKey: true }), { kind: 'seek', byMs: -1_000 });
  assert.deepEqual(press('n'), { kind: 'mark', decision: 'false_alarm' });
  assert.equal(press('f', { ctrlKey: true }), undefined);
});

test('the clip that holds a moment, and none where no clip reaches', () => {
  const clip = (startMs: number) => ({ findingId: 'f', startMs, mime: 'video/webm', url: `${startMs}` });
  assert.equal(clipAt([clip(0), clip(20_000)], 22_000)?.url, '20000');
  assert.equal(clipAt([clip(0)], 90_000), undefined);
  assert.equal(clockTime(3_723_000), '1:02:03');
});

test('the stretch searched in vain is no evidence: a miss has no mark on the timeline', () => {
  const searched = structuredClone(sampleInspection);
  const miss = searched.findings[2]!;
  miss.spans = [{ startMs: 0, endMs: 60_000 }];
  assert.ok(!lanesOf(searched)[0]!.marks.some((mark) => mark.label === miss.id));
  miss.spans = [{ startMs: 100, endMs: 900 }];
  assert.ok(lanesOf(searched)[0]!.marks.some((mark) => mark.label === miss.id));
});

test('a second opinion is shown only where the rules found nothing, at its turn, and never counts as a finding', () => {
  const inspection = structuredClone(sampleInspection);
  assert.deepEqual(openOpinions(inspection), [], 'none in documents without');
  const opinion = (item: string, turn: number) => ({ item, turn, quote: '没有人亏过', model: 'm', score: 1 });
  inspection.opinions = [
    opinion('sale.downplay_risk', 6),
    opinion('sale.promise_return', 4),
    opinion('sign.not_seen', 0),
    opinion('sale.downplay_risk', 99),
  ];
  assert.deepEqual(
    openOpinions(inspection).map(({ item, turn, fromMs }) => [item, turn, fromMs]),
    [
      ['sign.not_seen', 0, 0],
      ['sale.downplay_risk', 6, 31_000],
    ],
  );
  inspection.conversation.turns = inspection.conversation.turns.map(({ role, text }) => ({ role, text }));
  assert.equal(openOpinions(inspection)[0]?.fromMs, undefined);
});
