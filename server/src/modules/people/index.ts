export { addBranch, addPerson, addTenant, isEmpty } from './organisation.ts';
export { matrix, type Permission, permissionsOf, type Role, roles } from './permissions.ts';
export { loginRoutes, type PeopleOptions, peopleRoutes } from './routes.ts';
export { branchScope, sessionScope } from './scope.ts';
export { branchOf, identify } from './service.ts';
