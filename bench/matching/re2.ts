import { pathToFileURL } from 'node:url';

/**
 * RE2.Set as a yardstick. Google's engine is a native module that compiles from source in minutes, so it is no
 * dependency of the tree: install `re2` anywhere and name its folder in `MJ_BENCH_RE2`. The engine in plain JavaScript
 * (`re2js`) has a set too and is slower than the naive matcher, so it would prove nothing.
 */
type Re2Module = { Set: new (patterns: readonly string[], options?: object) => { match: (text: string) => number[] } };
export type Re2Set = { name: string; match: (text: string) => number[] } | { missing: string };

const MEMORY = 1024 * 1024 * 1024;

export const re2Set = async (patterns: readonly string[]): Promise<Re2Set> => {
  const folder = process.env.MJ_BENCH_RE2;
  const specifier = folder === undefined ? 're2' : pathToFileURL(`${folder}/re2.js`).href;
  let RE2: Re2Module;
  try {
    RE2 = ((await import(specifier)) as { default: Re2Module }).default;
  } catch (error) {
    return {
      missing: `not here: ${(error as Error).message.split('\n')[0]} (MJ_BENCH_RE2 names the folder of an installed re2)`,
    };
  }
  try {
    const set = new RE2.Set(patterns, { maxMem: MEMORY });
    return { name: 'native re2', match: (text) => set.match(text) };
  } catch (error) {
    return { missing: `${(error as Error).message} (with ${MEMORY >> 20} MB)` };
  }
};
