/** Settings: defaults, then the environment, then the command line. What is not known is refused, with the closest word. */
import { closest } from './closest.ts';
import { type Config, foreignKeys, type Key, keys } from './keys.ts';

export { type Config, keys } from './keys.ts';
export { configPage } from './page.ts';

/** What was wrong, in words for the person who started the server. */
export class ConfigError extends Error {}

const table = Object.entries(keys) as [keyof Config, Key<unknown>][];

/** @throws ConfigError naming the key, what it holds and what it takes. */
export function readConfig(env: Record<string, string | undefined>, args: readonly string[]): Config {
  const found: Record<string, unknown> = Object.fromEntries(table.map(([name, key]) => [name, key.default]));
  readEnvironment(env, found);
  readOptions(args, found);
  return found as Config;
}

function readEnvironment(env: Record<string, string | undefined>, found: Record<string, unknown>): void {
  const known = [...table.map(([, key]) => key.env), ...Object.keys(foreignKeys)];
  for (const name of Object.keys(env).filter((one) => one.startsWith('MJ_'))) {
    if (!known.includes(name)) throw new ConfigError(`unknown setting ${name}${suggestion(name, known)}`);
  }
  for (const [name, key] of table) {
    const text = env[key.env];
    if (text !== undefined && text !== '') found[name] = settingOf(key, { text, where: key.env });
  }
}

function readOptions(args: readonly string[], found: Record<string, unknown>): void {
  const known = table.flatMap(([, key]) => (key.option === undefined ? [] : [key.option]));
  for (let n = 0; n < args.length; n++) {
    const [option = '', inline] = args[n]!.split(/=(.*)/s);
    const row = table.find(([, key]) => key.option === option);
    if (row === undefined) throw new ConfigError(`unknown option ${option}${suggestion(option, known)}`);
    const [name, key] = row;
    const text = key.flag ?? inline ?? args[++n];
    if (text === undefined) throw new ConfigError(`${option} needs a value`);
    found[name] = settingOf(key, { text, where: option });
  }
}

const suggestion = (word: string, known: readonly string[]) => {
  const one = closest(word, known);
  return one === undefined ? `; known are ${known.join(', ')}` : `; did you mean ${one}?`;
};

function settingOf(key: Key<unknown>, { text, where }: { text: string; where: string }): unknown {
  try {
    return key.read(text);
  } catch (error) {
    // The address of a database may hold a password: it is not repeated.
    const given = key.env === 'DATABASE_URL' ? '' : `, not "${text}"`;
    throw new ConfigError(`${where} takes ${(error as Error).message}${given}`);
  }
}
