import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, test } from 'node:test';
import { resolveModel } from '@mingjian/models';
import { centred, meanVector, nearestIndex, openMeaning, readTokenizer } from './index.ts';

const meaning = openMeaning();
after(() => meaning.stop());
const [capability] = meaning.capabilities();
const missing = capability?.available ? undefined : capability?.reason;

test('pieces are those of the reference tokenizer', (t) => {
  const model = resolveModel('e5-small-zh');
  if (!model.available) return t.skip(missing);
  const tokenizer = readTokenizer(readFileSync(model.file('tokenizer.json'), 'utf8'));
  const golden = JSON.parse(readFileSync(new URL('./testdata/golden-ids.json', import.meta.url), 'utf8')) as {
    text: string;
    ids: number[];
  }[];
  assert.ok(golden.length >= 60);
  for (const { text, ids } of golden) assert.deepEqual(tokenizer.encode(text).ids, ids, JSON.stringify(text));
});

const turns = [
  '您好，请问有什么可以帮您？',
  '这款产品保本吗',
  '我想退保',
  '请您出示身份证',
  '收益率大概是多少，会不会亏钱？',
  '是的',
  '我要投诉你们',
  '本产品为非保本浮动收益型理财产品，您可能会因市场变动而蒙受损失，请您认真阅读风险揭示书。',
];

test('a text has the same vector alone, in a batch, in another order and on a rerun; its length is 1', async (t) => {
  if (missing !== undefined) return t.skip(missing);
  const batch = await meaning.embed(turns);
  const fresh = openMeaning();
  try {
    const reversed = (await fresh.embed(turns.toReversed())).toReversed();
    for (const [i, vector] of batch.entries()) {
      assert.ok(Math.abs(Math.hypot(...vector) - 1) < 1e-5);
      assert.deepEqual(reversed[i], vector, 'to the bit: 1e-4 is asked');
    }
    const other = openMeaning();
    const [alone] = await other.embed([turns[4]!]).finally(() => other.stop());
    assert.deepEqual(alone, batch[4]);
  } finally {
    await fresh.stop();
  }
});

test('a reworded question finds its own', async (t) => {
  if (missing !== undefined) return t.skip(missing);
  const pairs = [
    ['如何修改登录密码', '我想换一个登录用的密码'],
    ['贷款可以提前还吗', '剩下的钱能不能现在一次还清贷款'],
    ['信用卡丢了怎么办', '我的卡不见了，要挂失'],
    ['怎么查询账户余额', '想看看卡里还剩多少钱'],
    ['理财产品什么时候到期', '我买的那个产品哪天到期'],
  ] as const;
  const known = await meaning.embed(pairs.map(([question]) => question));
  const mean = meanVector([...known, ...(await meaning.embed(turns))]);
  const index = nearestIndex<number>(mean.length);
  for (const [i, vector] of known.entries()) index.add(i, centred(vector, mean));
  const asked = await meaning.embed(pairs.map(([, reworded]) => reworded));
  const found = asked.map((vector) => index.nearest(centred(vector, mean), 1)[0]?.id);
  const right = found.filter((id, i) => id === i).length;
  assert.ok(right >= 4, `${right} of ${pairs.length}: ${found}`);
});

test('an aborted call ends, and the engine goes on', async (t) => {
  if (missing !== undefined) return t.skip(missing);
  const cancel = new AbortController();
  const many = Array.from({ length: 400 }, (_, i) => `第${i}句话，用来中断的一段普通的话。`);
  const running = meaning.embed(many, { signal: cancel.signal });
  cancel.abort(new Error('the call is over'));
  await assert.rejects(running, /the call is over/);
  assert.equal((await meaning.embed(['还在'])).length, 1);
});
