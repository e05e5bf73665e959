import type { Http } from '../../platform/http/index.ts';
import { capabilities } from './service.ts';

export function capabilityRoutes(app: Http, { dataDir }: { dataDir: string }): void {
  const schema = { summary: 'What can be heard and seen here' };
  app.get('/v1/capabilities', { config: { access: 'everybody' }, schema }, async () => ({
    items: capabilities(dataDir),
  }));
}
