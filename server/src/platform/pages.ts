/** Writes the reference pages that are made from tables: `node server/src/platform/pages.ts`. */
import { readFileSync, writeFileSync } from 'node:fs';
import { configPage } from './config/index.ts';
import { errorsPage } from './errors/index.ts';

const folder = new URL('../../../docs/reference/', import.meta.url);
const made = { 'config.md': configPage, 'errors.md': errorsPage };

/** Names of the pages that are not what their table says. */
export const stalePages = (): string[] =>
  Object.entries(made)
    .filter(([name, page]) => readFileSync(new URL(name, folder), 'utf8') !== page())
    .map(([name]) => name);

if (import.meta.main) for (const [name, page] of Object.entries(made)) writeFileSync(new URL(name, folder), page());
