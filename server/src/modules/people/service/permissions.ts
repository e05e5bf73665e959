/** Who may do what. A role that is not listed for a permission does not have it. */
export const roles = ['admin', 'compliance', 'supervisor', 'reviewer', 'agent', 'auditor'] as const;
export type Role = (typeof roles)[number];

const everyone = roles;
const staff: readonly Role[] = ['admin', 'compliance', 'supervisor', 'reviewer', 'auditor'];

export const matrix = {
  'sessions.read': everyone,
  'sessions.create': ['admin', 'compliance', 'supervisor', 'agent'],
  'recordings.upload': ['admin', 'compliance', 'supervisor', 'agent'],
  'recordings.view': everyone,
  'inspections.run': ['admin', 'compliance', 'supervisor'],
  'reviews.read': everyone,
  'reviews.write': ['compliance', 'supervisor', 'reviewer'],
  'reviews.export': ['admin', 'compliance'],
  'heads.read': ['admin', 'compliance', 'auditor'],
  'heads.write': ['admin', 'compliance'],
  'rulebooks.read': everyone,
  'people.read': staff,
  'people.write': ['admin'],
  'audit.read': ['admin', 'compliance', 'auditor'],
  'facts.read': everyone,
  'facts.run': ['admin', 'compliance', 'supervisor'],
  'facts.keys': ['admin'],
  'jobs.read': ['admin', 'compliance', 'auditor'],
  'jobs.retry': ['admin'],
} satisfies Record<string, readonly Role[]>;

export type Permission = keyof typeof matrix;

/** The permissions of a role, in the order of the table. */
export const permissionsOf = (role: string): Permission[] =>
  (Object.entries(matrix) as [Permission, readonly string[]][])
    .filter(([, who]) => who.includes(role))
    .map(([name]) => name);
