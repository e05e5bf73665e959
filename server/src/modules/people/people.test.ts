import assert from 'node:assert/strict';
import { test } from 'node:test';
import { matrix, permissionsOf, roles } from './service/permissions.ts';
import { sessionScope } from './service/scope.ts';

const caller = {
  ...{ personId: 'p', tenantId: 't', branchId: 'b', branchPath: '/a/b/', csrfToken: '' },
  ...{ role: 'agent', permissions: [] },
};

test('the matrix: who judges does not rule, who records does not judge', () => {
  assert.ok(!permissionsOf('agent').includes('reviews.write'));
  assert.ok(!permissionsOf('reviewer').includes('people.write'));
  assert.deepEqual(matrix['people.write'], ['admin']);
  assert.deepEqual(permissionsOf('stranger'), []);
  for (const role of roles) assert.ok(permissionsOf(role).includes('sessions.read'), role);
});

test('a scope always holds tenant and branch, for an agent the person too', () => {
  assert.deepEqual(sessionScope(caller).values, ['t', 't', '/a/b/%', 'p']);
  assert.deepEqual(sessionScope({ ...caller, role: 'reviewer' }).values, ['t', 't', '/a/b/%']);
});
