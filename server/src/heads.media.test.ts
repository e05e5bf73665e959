/** One recording of two institutions: the document of each names the heads that judged it. Needs the sentence embedder. */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { smallHeads } from '@mingjian/rulebooks/heads/heads.fixture.ts';
import type { App } from './app.ts';
import { sessionOfSystem } from './modules/sessions/index.ts';
import { receiveRecording } from './modules/uploads/index.ts';
import { openEvents } from './platform/events/index.ts';
import { type Client, clientOf, makeTenant, startTestDatabase, type TestDatabase, testApp } from './testing.fixture.ts';

let base: TestDatabase;
let app: App;
before(async () => {
  base = await startTestDatabase();
  for (const prefix of ['a', 'b']) await makeTenant(base.db, prefix);
  app = await testApp(base);
  await app.beginWork();
});
after(async () => {
  await app.close();
  await base.stop();
});

/** The capability of the document of a recording that this institution sent in. */
async function heardFor(client: Client) {
  const { id } = (await client.send('POST', '/v1/sessions', { title: '甲', product: 'bank' })).body;
  const path = join(base.dataDir, `${id}.wav`);
  execFileSync('ffmpeg', ['-v', 'error', '-f', 'lavfi', '-i', 'sine=frequency=440:duration=2', path]);
  const events = await openEvents(base.url, () => {});
  const ended = new Promise<unknown>((resolve) => {
    events.subscribe(({ data }) => {
      if (data.id === id && ['done', 'failed'].includes(String(data.status))) resolve(data.status);
    });
  });
  const session = (await sessionOfSystem(base.db, id))!;
  await receiveRecording(app, { session, path, filename: 'in.wav', personId: null });
  assert.equal(await ended, 'done');
  await events.close();
  const { capabilities } = (await client.get(`/v1/sessions/${id}/inspection`)).body;
  return capabilities.find(({ name }: { name: string }) => name === 'meaning.labels');
}

test('the document of an institution with own heads names both, that of another the shipped ones alone', async (t) => {
  const [own, other] = [await clientOf(app, 'a-head-compliance'), await clientOf(app, 'b-head-compliance')];
  const heads = JSON.parse(smallHeads(['sale.pressure'], { version: 'heads@own+7' }));
  assert.equal((await own.send('POST', '/v1/heads', heads)).status, 201);
  const shipped = await heardFor(other);
  if (shipped.available !== true) return t.skip(`meaning labels are not here: ${shipped.reason}`);
  assert.doesNotMatch(shipped.model, /own/);
  assert.equal((await heardFor(own)).model, `${shipped.model}, heads@own+7`);
  await own.send('DELETE', '/v1/heads');
  assert.equal((await heardFor(own)).model, shipped.model);
});
