import { readFileSync } from 'node:fs';
import { parse } from 'yaml';

/** A shipped pack as text, with every pack that it extends, so that an editor can compile it anywhere. */
export type PackSource = { name: string; version: string; source: string; bases: { name: string; source: string }[] };

const textOf = (name: string): string => readFileSync(new URL(`./packs/${name}.yaml`, import.meta.url), 'utf8');
const headOf = (source: string): { pack: string; extends?: string | string[] } => parse(source);

/** The packs named in `extends`, and theirs, each once, the deepest first. */
const basesOf = (source: string, seen: Map<string, string>): void => {
  for (const name of [headOf(source).extends ?? []].flat()) {
    if (seen.has(name)) continue;
    const base = textOf(name);
    basesOf(base, seen);
    seen.set(name, base);
  }
};

/** The source of a shipped pack by its name; the caller knows that it exists. */
export const packSource = (name: string): PackSource => {
  const source = textOf(name);
  const [, version = ''] = headOf(source).pack.split('@');
  const bases = new Map<string, string>();
  basesOf(source, bases);
  return { name, version, source, bases: [...bases].map(([base, text]) => ({ name: base, source: text })) };
};
