import { type ModelsArguments, parseModelsArguments, usage } from './arguments.ts';
import { addFrom } from './carry.ts';
import { ensureModel, type ModelProgress } from './ensure.ts';
import { checkModels, type ListedModel, listModels } from './list.ts';
import { requiredModels } from './lock.ts';

const exit = { good: 0, problem: 1, usage: 64 } as const;

/** `./mj models`: exit code 0 when all is well, 1 when something is missing or wrong, 64 on a wrong command line. */
export const modelsCommand = async (argv: readonly string[]): Promise<number> => {
  let given: ModelsArguments;
  try {
    given = parseModelsArguments(argv);
  } catch (error) {
    console.error(`${(error as Error).message}\n${usage}`);
    return exit.usage;
  }
  if (given.action === 'help') console.log(usage);
  else if (given.action === 'add') return addAll(given);
  else if (given.action === 'check') return check(given);
  else showList(given);
  return exit.good;
};

const megabytes = (bytes: number): string => `${(bytes / 1e6).toFixed(1)} MB`;

const showList = ({ json }: ModelsArguments): void => {
  const list = listModels();
  if (json) console.log(JSON.stringify({ format: 'mingjian.models/1', models: list }));
  else for (const model of list) console.log(line(model));
};

const line = (model: ListedModel): string => {
  const head = `${model.state.padEnd(11)} ${model.name.padEnd(15)} ${model.capability.padEnd(18)} ${megabytes(model.bytes).padStart(9)}`;
  const tail = model.state === 'ready' ? `from ${model.source}` : `${model.reason}: ${model.fix}`;
  return `${head}  ${tail}\n${' '.repeat(12)}licence: ${model.licence}`;
};

const addAll = async ({ names: given, from, json }: ModelsArguments): Promise<number> => {
  const names = given.length > 0 ? given : requiredModels;
  const added: { name: string; ok: boolean; dir?: string; error?: string }[] = [];
  for (const name of names) {
    const progress = progressLine();
    try {
      const options = { onProgress: progress };
      const model = await (from === undefined ? ensureModel(name, options) : addFrom(name, from, options));
      added.push({ name, ok: true, dir: model.dir });
      console.error(`${name}: ready in ${model.dir} (licence: ${model.licence})`);
    } catch (error) {
      added.push({ name, ok: false, error: (error as Error).message });
      console.error((error as Error).message);
    }
  }
  if (json) console.log(JSON.stringify({ format: 'mingjian.models/1', added }));
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

const check = async ({ json }: ModelsArguments): Promise<number> => {
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
