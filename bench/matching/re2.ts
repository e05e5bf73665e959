import { pathToFileURL } from 'node:url';

/**
 * RE2.Set as a yardstick. Google's engine is a native module that compiles from source in minutes, so it is no
 * dependency of the tree: install `re2` anywhere and name its folder in `MJ_BENCH_RE2`. The engine in plain JavaScript
 * (`re2js`) has a set too and is slower than the naive matcher, so it would prove nothing.
 */
type Re2Module = { Set: new (patterns: readonly string[], options?: object) => { match: (text: string) => number[] } };
export type Re2Set = { name: string; match: (text: string) => number[] } | { missing: string };

const MEMORY = 256 * 1024 * 1024;

export const re2Set = async (patterns: readonly string[]): Promise<Re2Set> => {
  const folder = process.env.MJ_BENCH_RE2;
  const specifier = folder === undefined ? 're2' : pathToFileURL(`${folder}/re2.js`).href;
  try {
    const { default: RE2 } = (await import(specifier)) as { default: Re2Module };
    const set = new RE2.Set(patterns, { maxMem: MEMORY });
    return { name: 'native re2', match: (text) => set.match(text) };
  } catch (error) {
    return {
      missing: `${(error as Error).message.split('\n')[0]} (set MJ_BENCH_RE2 to the folder of an installed re2)`,
    };
  }
};
