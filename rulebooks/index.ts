import { readdirSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { type CompiledPack, compilePack, labelsOf, type PackError } from '@mingjian/rules';
import type { Product } from '@mingjian/timeline';

export * from './catalogue.ts';
export { type PackSource, packSource } from './source.ts';

const folder = new URL('./packs/', import.meta.url);
const compiled = new Map<string, CompiledPack>();

const inWords = (error: PackError): string => `${error.file}:${error.line}:${error.column} ${error.message}`;

const shipped = (name: string): CompiledPack | undefined => {
  const known = compiled.get(name);
  if (known !== undefined) return known;
  let source: string;
  try {
    source = readFileSync(new URL(`${name}.yaml`, folder), 'utf8');
  } catch {
    return undefined;
  }
  const result = compilePack(source, { file: `rulebooks/packs/${name}.yaml`, resolve: shipped });
  if (!result.ok) throw new Error(result.errors.map(inWords).join('\n'));
  compiled.set(name, result.pack);
  return result.pack;
};

/** All packs that come with the product, compiled once; a base (name `base-…`) only lends its rules. */
export const loadShippedPacks = (): CompiledPack[] => loadAllPacks().filter((pack) => !pack.name.startsWith('base-'));

/** Every pack file of the product, bases too: what lint and test look at. */
export const loadAllPacks = (): CompiledPack[] =>
  readdirSync(folder)
    .filter((file) => file.endsWith('.yaml'))
    .sort()
    .map((file) => shipped(basename(file, '.yaml')) as CompiledPack);

/** The packs for a product line: media and picture always, conduct by product. */
export const packsFor = (product?: Product): CompiledPack[] =>
  loadShippedPacks().filter(
    (pack) => pack.needs !== 'words' || (product !== undefined && pack.products.includes(product)),
  );

/** Reads and compiles a pack: a file of the user's, which may extend shipped ones, or a shipped one by name. Throws with file, line and column. */
export const readPack = (path: string): CompiledPack => {
  let source: string;
  try {
    source = readFileSync(path, 'utf8');
  } catch {
    const byName = /^[\w-]+$/.test(path) ? shipped(path) : undefined;
    if (byName !== undefined) return byName;
    throw new Error(`读不到规则包 cannot read the rule pack ${path}`);
  }
  const result = compilePack(source, { file: path, resolve: shipped });
  if (!result.ok) throw new Error(result.errors.map(inWords).join('\n'));
  return result.pack;
};

/**
 * Words that the recogniser should expect: terms of the field (`term_…` labels) and phrases of what must be said; lists of `any` hold
 * misheard spellings and are left out. At most 60.
 */
export const hotWords = (packs: readonly CompiledPack[]): string[] => {
  const used = (pack: CompiledPack): Set<string> =>
    new Set(
      pack.rules
        .filter((rule) => rule.item.startsWith('say.'))
        .flatMap((rule) => (rule.target === undefined ? [] : labelsOf(rule.target))),
    );
  const words = packs.flatMap((pack) => {
    const names = used(pack);
    const labels = pack.labels.filter((label) => names.has(label.name));
    const terms = labels.filter((label) => label.name.startsWith('term_')).flatMap((label) => label.any);
    return [...terms, ...labels.flatMap((label) => label.fuzzy).filter((phrase) => phrase.length >= 4)];
  });
  return [...new Set(words)].filter((word) => word.length >= 2 && word.length <= 8).slice(0, 60);
};
