import assert from 'node:assert/strict';
import { test } from 'node:test';
import { migrationDigests, sealed } from './migrations.ts';

const present = migrationDigests();

test('migrations are numbered without a gap and named by what they bring', () => {
  const names = Object.keys(present);
  names.forEach((name, n) => {
    assert.match(name, /^\d{4}-[a-z0-9-]+\.sql$/);
    assert.equal(Number(name.slice(0, 4)), n + 1, `${name} is out of order`);
  });
});

test('no sealed migration was edited or removed: add a new one instead', () => {
  for (const [name, digest] of Object.entries(sealed())) assert.equal(present[name], digest, name);
});

test('every migration is sealed (node tools/structure/migrations.ts seals new ones)', () => {
  const known = sealed();
  assert.deepEqual(
    Object.keys(present).filter((name) => known[name] === undefined),
    [],
  );
});
