export { loginRoutes, type PeopleOptions, peopleRoutes } from './routes.ts';
export { branchOf, identify } from './service/index.ts';
export { addBranch, addPerson, addTenant, isEmpty } from './service/organisation.ts';
export { matrix, type Permission, permissionsOf, type Role, roles } from './service/permissions.ts';
export { branchScope, sessionScope } from './service/scope.ts';
