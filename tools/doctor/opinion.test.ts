import assert from 'node:assert/strict';
import { test } from 'node:test';
import { startSimulator } from '@mingjian/opinion/simulator.fixture.ts';
import { opinionFinding } from './opinion.ts';

test('off is good, wrong settings and silence are limits with the way out, an answer is named', async (t) => {
  const simulator = await startSimulator(() => ({ body: '{"data":[]}' }));
  t.after(simulator.close);
  const env = { MJ_OPINION_URL: simulator.endpoint, MJ_OPINION_MODEL: 'm', MJ_OPINION_KEY: 'k3y' };
  assert.equal((await opinionFinding({})).state, 'good');
  const there = await opinionFinding(env);
  assert.deepEqual([there.state, /^m at http/.test(there.words)], ['good', true]);
  await simulator.close();
  const findings = [await opinionFinding(env), await opinionFinding({ MJ_OPINION_URL: 'h' })];
  for (const { state, fix } of findings)
    assert.deepEqual([state, fix?.includes('second-opinion.md')], ['limited', true]);
  assert.ok(!JSON.stringify(findings).includes('k3y'), 'the key is never printed');
});
