import { usageExit } from './exit.ts';
import { closest, UsageError } from './options.ts';
import software from './package.json' with { type: 'json' };

type Command = (argv: readonly string[]) => Promise<number>;

/** Loaded on demand: `--help` of one command does not load the engines of another. */
const commands: Record<string, () => Promise<Command>> = {
  inspect: async () => (await import('./inspect.ts')).inspectCommand,
  facts: async () => (await import('./facts.ts')).factsCommand,
  calibrate: async () => (await import('./calibrate.ts')).calibrateCommand,
  near: async () => (await import('./near.ts')).nearCommand,
  rules: async () => (await import('@mingjian/rulebooks/command.ts')).rulesCommand,
  models: async () => (await import('@mingjian/models/command.ts')).modelsCommand,
};

const run = async ([name, ...argv]: readonly string[]): Promise<number> => {
  if (name === '--version') {
    process.stdout.write(`mingjian ${software.version}\n`);
    return 0;
  }
  const load = name === undefined ? undefined : commands[name];
  if (load === undefined) {
    const near = name === undefined ? undefined : closest(name, Object.keys(commands));
    throw new UsageError(
      `未知命令 unknown command ${name ?? ''}${near === undefined ? '' : `, did you mean ${near}?`}`,
    );
  }
  if (argv.includes('--version')) {
    process.stdout.write(`mingjian ${software.version}\n`);
    return 0;
  }
  return (await load())(argv);
};

try {
  process.exitCode = await run(process.argv.slice(2));
} catch (error) {
  process.stderr.write(`mj: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = error instanceof UsageError ? usageExit : 1;
}
