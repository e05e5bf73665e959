import { Type } from '@fastify/type-provider-typebox';
import type { Http } from '../../platform/http/index.ts';
import { packList, packNamed, packText } from './service.ts';

export function rulebookRoutes(app: Http): void {
  const config = { access: 'rulebooks.read' };
  app.get('/v1/packs', { config, schema: { summary: 'Packs in force' } }, async () => ({
    items: packList(),
    next: null,
  }));
  const params = Type.Object({ id: Type.String({ maxLength: 200 }) });
  const schema = { summary: 'One pack: rules, items, citations', params };
  app.get('/v1/packs/:id', { config, schema }, async (request) => packNamed(request.params.id));
  const text = { summary: 'One pack as text, with the packs that it extends', params };
  app.get('/v1/packs/:id/source', { config, schema: text }, async (request) => packText(request.params.id));
}
