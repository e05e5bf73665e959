import { parseArgs } from 'node:util';
import { closest } from './closest.ts';
import { modelNamed, models } from './lock.ts';

export const usage = `./mj models [list | add NAME… [--from DIR] | check] [--json -]
  list         what is here, what is not, and why (default)
  add NAME…    brings models; without a name, all that ./mj start needs; --from DIR takes carried files
  check        reads every file again and compares it with its checksum`;

const actions = ['list', 'add', 'check'];
const options = { json: { type: 'string' }, from: { type: 'string' }, help: { type: 'boolean', short: 'h' } } as const;

export type ModelsArguments = { action: string; names: string[]; json: boolean; from?: string };

/** The command line of `./mj models`. @throws Error with the closest right word. */
export const parseModelsArguments = (argv: readonly string[]): ModelsArguments => {
  for (const word of argv) {
    const name = /^--([^=]+)/.exec(word)?.[1];
    if (name !== undefined && !(name in options))
      throw unknown(`option --${name}`, closest(name, Object.keys(options)), '--');
  }
  const { values, positionals } = parseArgs({ args: [...argv], allowPositionals: true, options });
  const [action = 'list', ...names] = positionals;
  if (values.help === true) return { action: 'help', names, json: false };
  if (!actions.includes(action)) throw unknown(`action ${action}`, closest(action, actions));
  if (values.json !== undefined && values.json !== '-') throw new Error('--json takes only - (standard output)');
  if (action !== 'add' && (names.length > 0 || values.from !== undefined))
    throw new Error(`${action} takes no names and no --from`);
  for (const name of names) knownModel(name);
  return { action, names, json: values.json === '-', ...(values.from === undefined ? {} : { from: values.from }) };
};

const unknown = (what: string, near: string | undefined, prefix = ''): Error =>
  new Error(`unknown ${what}${near === undefined ? '' : `, did you mean ${prefix}${near}?`}`);

const knownModel = (name: string): void => {
  const near = closest(
    name,
    models.map((model) => model.name),
  );
  if (near !== undefined && near !== name) throw unknown(`model ${name}`, near);
  modelNamed(name);
};
