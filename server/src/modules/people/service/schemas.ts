import { Type } from '@fastify/type-provider-typebox';
import { roles } from './permissions.ts';

export const Uuid = Type.String({ format: 'uuid' });
const text = (maxLength: number) => Type.String({ minLength: 1, maxLength });
export const RoleName = Type.Union(roles.map((role) => Type.Literal(role)));
export const Named = Type.Object({ id: Uuid, name: Type.String() });

export const PersonView = Type.Object({
  id: Uuid,
  username: Type.String(),
  name: Type.String(),
  role: Type.String(),
  tenant: Named,
  branch: Named,
  isActive: Type.Boolean(),
});
/** The console shows the own institution and branch by name. */
const Self = Type.Object({ ...PersonView.properties, tenant: Type.String(), branch: Type.String() });
export const Me = Type.Object({ person: Self, permissions: Type.Array(Type.String()), csrfToken: Type.String() });
export const CredentialsBody = Type.Object({
  tenant: Type.Optional(text(100)),
  username: text(100),
  password: text(200),
});
export const NewPersonBody = Type.Object({
  username: text(100),
  name: text(100),
  role: RoleName,
  branchId: Uuid,
  password: text(200),
});
export const PersonPatchBody = Type.Partial(
  Type.Object({ name: text(100), role: RoleName, branchId: Uuid, isActive: Type.Boolean(), password: text(200) }),
);
export const BranchView = Type.Object({
  id: Uuid,
  parentId: Type.Union([Uuid, Type.Null()]),
  name: Type.String(),
  path: Type.String(),
});
