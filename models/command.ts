import { parseArgs } from 'node:util';
import { addFrom } from './carry.ts';
import { ensureModel, type ModelProgress } from './ensure.ts';
import { checkModels, type ListedModel, listModels } from './list.ts';
import { modelNamed, requiredModels } from './lock.ts';

const usage = `./mj models [list | add NAME… [--from DIR] | check] [--json -]
  list         what is here, what is not, and why (default)
  add NAME…    brings models; without a name, all that ./mj start needs; --from DIR takes carried files
  check        reads every file again and compares it with its checksum`;
const actions = ['list', 'add', 'check'];
const exit = { good: 0, problem: 1, usage: 64 } as const;

type Flags = { json: boolean; from?: string };

/** `./mj models`: exit code 0 when all is well, 1 when something is missing or wrong, 64 on a wrong command line. */
export const modelsCommand = async (argv: readonly string[]): Promise<number> => {
  const parsed = parse(argv);
  if (typeof parsed === 'string') {
    console.error(parsed);
    return exit.usage;
  }
  const { action, names, flags } = parsed;
  if (action === 'help') console.log(usage);
  else if (action === 'add') return addAll(names, flags);
  else if (action === 'check') return check(flags);
  else showList(flags);
  return exit.good;
};

const parse = (argv: readonly string[]) => {
  try {
    const { values, positionals } = parseArgs({
      args: [...argv],
      allowPositionals: true,
      options: { json: { type: 'string' }, from: { type: 'string' }, help: { type: 'boolean', short: 'h' } },
    });
    const [action = 'list', ...names] = positionals;
    if (values.help === true) return { action: 'help', names, flags: { json: false } };
    if (!actions.includes(action)) return `there is no "./mj models ${action}"\n${usage}`;
    if (values.json !== undefined && values.json !== '-') return `--json takes only - (standard output)\n${usage}`;
    if (action !== 'add' && names.length > 0) return `./mj models ${action} takes no names\n${usage}`;
    for (const name of names) modelNamed(name);
    const flags: Flags = { json: values.json === '-', ...(values.from === undefined ? {} : { from: values.from }) };
    return { action, names, flags };
  } catch (error) {
    return `${(error as Error).message}\n${usage}`;
  }
};

const megabytes = (bytes: number): string => `${(bytes / 1e6).toFixed(1)} MB`;

const showList = ({ json }: Flags): void => {
  const list = listModels();
  if (json) console.log(JSON.stringify({ format: 'mingjian.models/1', models: list }));
  else for (const model of list) console.log(line(model));
};

const line = (model: ListedModel): string => {
  const head = `${model.state.padEnd(11)} ${model.name.padEnd(15)} ${model.capability.padEnd(18)} ${megabytes(model.bytes).padStart(9)}`;
  const tail = model.state === 'ready' ? `from ${model.source}` : `${model.reason}: ${model.fix}`;
  return `${head}  ${tail}\n${' '.repeat(12)}licence: ${model.licence}`;
};

const addAll = async (given: readonly string[], flags: Flags): Promise<number> => {
  const names = given.length > 0 ? given : requiredModels;
  const added: { name: string; ok: boolean; dir?: string; error?: string }[] = [];
  for (const name of names) {
    const progress = progressLine();
    try {
      const options = { onProgress: progress };
      const model = await (flags.from === undefined ? ensureModel(name, options) : addFrom(name, flags.from, options));
      added.push({ name, ok: true, dir: model.dir });
      console.error(`${name}: ready in ${model.dir} (licence: ${model.licence})`);
    } catch (error) {
      added.push({ name, ok: false, error: (error as Error).message });
      console.error((error as Error).message);
    }
  }
  if (flags.json) console.log(JSON.stringify({ format: 'mingjian.models/1', added }));
  return added.every((one) => one.ok) ? exit.good : exit.problem;
};

/** One line on standard error per step of five percent or new phase. */
const progressLine = () => {
  let shown = '';
  return ({ name, phase, receivedBytes, totalBytes }: ModelProgress): void => {
    const percent = totalBytes === 0 ? 0 : Math.floor((receivedBytes / totalBytes) * 20) * 5;
    const step = `${name}: ${phase}${phase === 'fetching' ? ` ${percent} % of ${megabytes(totalBytes)}` : ''}`;
    if (step !== shown && phase !== 'ready') console.error(step);
    shown = step;
  };
};

const check = async ({ json }: Flags): Promise<number> => {
  const checked = await checkModels();
  if (json) console.log(JSON.stringify({ format: 'mingjian.models/1', checked }));
  else {
    for (const model of checked) {
      console.log(`${model.ok ? 'good ' : 'WRONG'} ${model.name.padEnd(15)} ${model.dir}`);
      for (const problem of model.problems) console.log(`      ${problem}; run ./mj models add ${model.name}`);
    }
  }
  return checked.every((model) => model.ok) ? exit.good : exit.problem;
};
