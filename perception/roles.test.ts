import assert from 'node:assert/strict';
import { test } from 'node:test';
import { assignRoles } from './roles.ts';

test('two channels name the roles, left first', () => {
  const assigned = assignRoles(
    [
      { path: 'l.s16', channel: 'left' },
      { path: 'r.s16', channel: 'right' },
    ],
    ['customer', 'agent'],
  );
  assert.equal(assigned.rolesKnown, true);
  assert.deepEqual(
    assigned.tracks.map((track) => [track.pcmPath, track.track, track.role]),
    [
      ['l.s16', 'a0.left', 'customer'],
      ['r.s16', 'a0.right', 'agent'],
    ],
  );
});

test('one channel is undecided with a reason', () => {
  const mono = assignRoles([{ path: 'm.s16', channel: 'mono' }], ['agent', 'customer']);
  assert.equal(mono.rolesKnown, false);
  assert.deepEqual(
    mono.tracks.map((track) => track.role),
    ['unknown'],
  );
  assert.match(mono.reason ?? '', /单声道/);
});

test('no sound gives no tracks', () => {
  assert.deepEqual(assignRoles([], ['agent', 'customer']).tracks, []);
});
