/** The description of every route, made from the routes. docs/reference/openapi.json is its copy; app.int.test.ts compares, and writes it with WRITE_OPENAPI=1. */
import type { App } from './app.ts';

export const openapiFile = new URL('../../docs/reference/openapi.json', import.meta.url);

/** As text with the same order every time. */
export async function openapiText({ app }: App): Promise<string> {
  await app.ready();
  return `${JSON.stringify(app.swagger(), null, 1)}\n`;
}
