import { Refusal } from '../../platform/errors/index.ts';
import { packs, sourceOf } from './store.ts';

export const packList = () =>
  packs().map(({ pack, title, version, hash, products, rules }) => ({
    id: pack,
    title,
    version,
    hash,
    products,
    rules: rules.length,
  }));

/** @throws Refusal `not_found` */
export function packNamed(id: string) {
  const found = packs().find(({ pack }) => pack === id);
  if (found === undefined) throw new Refusal('not_found', { pack: id });
  const { pack, title, version, hash, products } = found;
  const rules = found.rules.map(({ id: rule, item, message, severity, ...rest }) => {
    const { messageEn, kind, source } = rest as { messageEn?: string; kind?: string; source?: unknown };
    return { id: rule, item, message, messageEn, severity, kind, source };
  });
  return { id: pack, title, version, hash, products, rules };
}

/** The text of a pack for an editor. @throws Refusal `not_found` */
export function packText(id: string) {
  const found = packs().find(({ pack }) => pack === id);
  if (found === undefined) throw new Refusal('not_found', { pack: id });
  return sourceOf(found.name);
}
