import { Type } from '@fastify/type-provider-typebox';
import type { Database } from '../../platform/db/index.ts';
import { Refusal } from '../../platform/errors/index.ts';
import { callerOf, cursorOf, type Http, pageFrom, pageOf, pageQuery, positionOf } from '../../platform/http/index.ts';
import { changePerson, createPerson, logIn, logOut } from './service/index.ts';
import { permissionsOf } from './service/permissions.ts';
import {
  BranchView,
  CredentialsBody,
  Me,
  NewPersonBody,
  PersonPatchBody,
  PersonView,
  Uuid,
} from './service/schemas.ts';
import { branchesInScope, type Person, peopleInScope, personInScope } from './store.ts';

export type PeopleOptions = { db: Database; loginHours: number; cookie: { name: string; isSecure: boolean } };

const viewOf = ({ id, username, name, role, isActive, ...rest }: Person) => ({
  ...{ id, username, name, role, isActive },
  tenant: { id: rest.tenantId, name: rest.tenantName },
  branch: { id: rest.branchId, name: rest.branchName },
});

const selfOf = (person: Person) => ({ ...viewOf(person), tenant: person.tenantName, branch: person.branchName });

export function loginRoutes(app: Http, { db, loginHours, cookie }: PeopleOptions): void {
  const asCookie = { path: '/', httpOnly: true, sameSite: 'lax', secure: cookie.isSecure } as const;
  // Ten tries a minute for one name from one address; argon2id makes each one slow besides.
  const rateLimit = {
    max: 10,
    timeWindow: 60_000,
    hook: 'preHandler' as const,
    keyGenerator: (request: { ip: string; body?: unknown }) =>
      `${request.ip} ${(request.body as { username?: string } | undefined)?.username ?? ''}`,
  };
  const schema = { summary: 'Log in', body: CredentialsBody, response: { 200: Me } };
  app.post('/v1/login', { config: { access: 'public', rateLimit }, schema }, async (request, reply) => {
    const { token, login } = await logIn(db, request.body, loginHours);
    reply.setCookie(cookie.name, token, { ...asCookie, maxAge: loginHours * 3600 });
    return { person: selfOf(login), permissions: permissionsOf(login.role), csrfToken: login.csrfToken };
  });
  app.post(
    '/v1/logout',
    { config: { access: 'everybody' }, schema: { summary: 'Log out' } },
    async (request, reply) => {
      await logOut(db, callerOf(request), request.cookies[cookie.name] ?? '');
      reply.clearCookie(cookie.name, asCookie);
      return reply.status(204).send();
    },
  );
  const me = { summary: 'Who I am and what I may do', response: { 200: Me } };
  app.get('/v1/me', { config: { access: 'everybody' }, schema: me }, async (request) => {
    const caller = callerOf(request);
    const person = await personInScope(db, caller, caller.personId);
    if (person === undefined) throw new Refusal('login.needed');
    return { person: selfOf(person), permissions: [...caller.permissions], csrfToken: caller.csrfToken };
  });
}

export function peopleRoutes(app: Http, { db }: PeopleOptions): void {
  const list = {
    summary: 'People in my branches',
    querystring: Type.Object(pageQuery),
    response: { 200: pageOf(PersonView) },
  };
  app.get('/v1/people', { config: { access: 'people.read' }, schema: list }, async (request) => {
    const { limit = 50, after } = request.query;
    const from = after === undefined ? null : String(positionOf(after, 1)[0]);
    const rows = await peopleInScope(db, callerOf(request), { limit, after: from });
    const page = pageFrom(rows, { limit, cursor: (row) => cursorOf([row.username]) });
    return { items: page.items.map(viewOf), next: page.next };
  });
  const create = { summary: 'A new account', body: NewPersonBody, response: { 201: Type.Object({ id: Uuid }) } };
  app.post('/v1/people', { config: { access: 'people.write' }, schema: create }, async (request, reply) =>
    reply.status(201).send(await createPerson(db, callerOf(request), request.body)),
  );
  const change = { summary: 'Change an account', params: Type.Object({ id: Uuid }), body: PersonPatchBody };
  app.patch('/v1/people/:id', { config: { access: 'people.write' }, schema: change }, async (request, reply) => {
    await changePerson(db, callerOf(request), { id: request.params.id, patch: request.body });
    return reply.status(204).send();
  });
  const tree = { summary: 'My branches', response: { 200: Type.Object({ items: Type.Array(BranchView) }) } };
  app.get('/v1/organisations', { config: { access: 'people.read' }, schema: tree }, async (request) => ({
    items: await branchesInScope(db, callerOf(request)),
  }));
}
