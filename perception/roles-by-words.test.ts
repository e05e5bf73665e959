import assert from 'node:assert/strict';
import { test } from 'node:test';
import { rolesByWords, voiceOf, withRoles } from './roles-by-words.ts';

const staff = [
  '您好，我是江城银行的理财经理，工号0358',
  '按规定这次全程录音录像，请问您同意吗',
  '您的风险等级是C3，请您确认',
];
const customer = ['你好', '同意', '知道了，是R2'];

test('clear words of the trade tell who is the staff, whichever voice speaks first', () => {
  assert.deepEqual(
    { ...rolesByWords({ A: staff, B: customer }), confidence: 0 },
    { A: 'agent', B: 'customer', confidence: 0 },
  );
  assert.equal(rolesByWords({ A: customer, B: staff }).B, 'agent');
});
test('small talk, or both voices in the tone of the trade, leave both unknown with the reason', () => {
  assert.match(rolesByWords({ A: ['吃了吗'], B: ['吃了'] }).reason ?? '', /0 对 0/);
  assert.equal(rolesByWords({ A: staff, B: staff }).A, 'unknown');
});
test('an utterance belongs to the voice that spoke most of it', () => {
  const turn = (t: number, end: number, value: string) => ({
    t,
    end,
    kind: 'state' as const,
    name: 'speaker.turn',
    value,
    detector: 'x',
  });
  const turns = [turn(0, 1000, 'A'), turn(1000, 5000, 'B')];
  assert.equal(voiceOf({ t: 500, end: 3000 }, turns), 'B');
  assert.equal(voiceOf({ t: 9000, end: 9900 }, turns), undefined);
  const said = {
    t: 0,
    end: 900,
    kind: 'utterance' as const,
    name: 'speech.text',
    text: '您好',
    role: 'unknown' as const,
    detector: 'x',
  };
  const [named] = withRoles([said], turns, { A: 'agent', B: 'customer', confidence: 1 });
  assert.equal(named?.role, 'agent');
});
