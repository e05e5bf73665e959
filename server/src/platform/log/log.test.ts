import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openLog } from './index.ts';

test('passwords, cookies and personal numbers never stand in a line', () => {
  const lines: string[] = [];
  const log = openLog('info', { write: (line: string) => void lines.push(line) });
  log.info({ body: { password: 'p-1' }, headers: { cookie: 'c-1' } }, 'call from 13812345678 with 11010119900307123X');
  log.warn({ err: Object.assign(new Error('broken'), { values: ['secret-value'] }) }, 'a query failed');
  assert.doesNotMatch(lines.join(), /p-1|c-1|13812345678|11010119900307123X|secret-value/);
  assert.match(lines[0]!, /call from \[number\]/);
});
