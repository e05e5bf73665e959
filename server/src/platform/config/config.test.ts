import assert from 'node:assert/strict';
import { test } from 'node:test';
import { stalePages } from '../pages.ts';
import { readConfig } from './index.ts';

test('the command line wins over the environment, the environment over the default', () => {
  const config = readConfig({ MJ_PORT: '1', MJ_DATA: '/srv/mj', PATH: '/bin' }, [
    '--port',
    '9000',
    '--no-demo',
    '--lan',
  ]);
  assert.deepEqual(
    [config.port, config.data, config.demo, config.lan, config.loginHours],
    [9000, '/srv/mj', false, true, 12],
  );
  assert.equal(readConfig({}, ['--port=7']).port, 7);
});

test('what is unknown or wrong is refused, with the closest word', () => {
  assert.throws(() => readConfig({ MJ_PROT: '1' }, []), /MJ_PROT; did you mean MJ_PORT\?/);
  assert.throws(() => readConfig({}, ['--prot', '1']), /did you mean --port\?/);
  assert.throws(() => readConfig({}, ['--port', '70000']), /whole number from 0 to 65535, not "70000"/);
  assert.throws(() => readConfig({}, ['--port']), /--port needs a value/);
  assert.throws(
    () => readConfig({ DATABASE_URL: 'mysql://u:secret@h/d' }, []),
    (error: Error) => !error.message.includes('secret'),
  );
});

test('the pages made from tables are what their tables say', () => {
  assert.deepEqual(stalePages(), []);
});
