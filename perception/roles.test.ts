import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { assignRoles, channelCorrelation } from './roles.ts';

let dir = '';
before(() => {
  dir = mkdtempSync(join(tmpdir(), 'mj-roles-'));
});
after(() => rmSync(dir, { recursive: true }));

const write = (name: string, sample: (i: number) => number): string => {
  const path = join(dir, name);
  writeFileSync(path, Buffer.from(Int16Array.from({ length: 16_000 }, (_, i) => sample(i)).buffer));
  return path;
};
const agent = (i: number) => (i < 8_000 ? 8_000 * Math.sin(i / 7) : 0);
const customer = (i: number) => (i < 8_000 ? 0 : 8_000 * Math.sin(i / 11));

test('two channels with different voices name the roles, left first', () => {
  const assigned = assignRoles(
    [
      { path: write('l', agent), channel: 'left' },
      { path: write('r', customer), channel: 'right' },
    ],
    ['agent', 'customer'],
  );
  assert.equal(assigned.rolesKnown, true);
  assert.deepEqual(
    assigned.tracks.map((track) => [track.track, track.role]),
    [
      ['a0.left', 'agent'],
      ['a0.right', 'customer'],
    ],
  );
});

test('one microphone on both channels, a little louder on one, tells nobody apart', () => {
  const assigned = assignRoles(
    [
      { path: write('l', agent), channel: 'left' },
      { path: write('r', (i) => agent(i) * 0.7), channel: 'right' },
    ],
    ['agent', 'customer'],
  );
  assert.equal(assigned.rolesKnown, false);
  assert.equal(assigned.tracks.length, 1);
  assert.equal(assigned.tracks[0]?.role, 'unknown');
});

test('mono is undecided with a reason, silence on both sides is one track', () => {
  const mono = assignRoles([{ path: write('m', agent), channel: 'mono' }], ['agent', 'customer']);
  assert.equal(mono.rolesKnown, false);
  assert.match(mono.reason ?? '', /单声道/);
  assert.equal(channelCorrelation(new Int16Array(10), new Int16Array(10)), 1);
});

test('no sound gives no tracks', () => {
  assert.deepEqual(assignRoles([], ['agent', 'customer']).tracks, []);
});
