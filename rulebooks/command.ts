import { readFileSync, writeFileSync } from 'node:fs';
import { type CompiledPack, diffVerdicts, evaluateConversation, lintPack, testPack } from '@mingjian/rules';
import { type Imported, importAlibaba, importBaidu } from '@mingjian/rules/import/index.ts';
import { explainTree } from '@mingjian/rules/language/index.ts';
import { readConversations } from './conversations.ts';
import { treeLines } from './explain-text.ts';
import { openMeaningAdder } from './heads/judge.ts';
import { loadAllPacks, packsFor, readPack } from './index.ts';

const help = `./mj rules lint|test PACK…
./mj rules run [--pack P]… [--heads HEADS.json] --in X.jsonl --out Y.jsonl
./mj rules explain PACK RULE CONVERSATION
./mj rules diff OLD NEW --in X.jsonl
./mj rules train [--reviews REVIEWED.jsonl [--heads CURRENT.json] --out HEADS.json]    trained heads from the corpus, or an institution's own
./mj rules import FILE [--out PACK.yaml] [--json -]    FILE: Alibaba SCA rules (.json) or keyword strings, one a line
`;
const usage = 64;
const say = (line: string): void => void process.stdout.write(`${line}\n`);
const complain = (line: string): void => void process.stderr.write(`${line}\n`);

type Arguments = {
  plain: string[];
  packs: string[];
  input?: string;
  output?: string;
  json?: string;
  heads?: string;
  reviews?: string;
};
const readArguments = (argv: readonly string[]): Arguments => {
  const out: Arguments = { plain: [], packs: [] };
  for (let i = 0; i < argv.length; i++) {
    const word = argv[i] as string;
    if (!word.startsWith('--')) {
      out.plain.push(word);
      continue;
    }
    const value = argv[++i];
    if (value === undefined) throw new Error(`${word} 缺少值 needs a value`);
    if (word === '--pack') out.packs.push(value);
    else if (word === '--in') out.input = value;
    else if (word === '--out') out.output = value;
    else if (word === '--json') out.json = value;
    else if (word === '--heads') out.heads = value;
    else if (word === '--reviews') out.reviews = value;
    else throw new Error(`未知选项 unknown option ${word}; known: --pack, --in, --out, --json, --heads, --reviews`);
  }
  return out;
};

const packsOf = (names: readonly string[]): CompiledPack[] =>
  names.length === 0 ? loadAllPacks() : names.map(readPack);

const lint = (args: Arguments): number => {
  const warnings = packsOf(args.plain).flatMap(lintPack);
  for (const w of warnings) say(`${w.file}:${w.line} ${w.level} ${w.rule ?? w.label ?? ''} ${w.message}`);
  say(
    `${warnings.filter((w) => w.level === 'error').length} errors, ${warnings.filter((w) => w.level === 'warning').length} warnings`,
  );
  return warnings.some((w) => w.level === 'error') ? 1 : 0;
};

const test = (args: Arguments): number => {
  const results = packsOf(args.plain).flatMap((pack) => testPack(pack).map((result) => ({ pack, result })));
  for (const { pack, result } of results.filter(({ result }) => !result.ok)) {
    say(
      `${pack.file}:${result.line} ✗ ${result.name}: 缺 lacking [${result.lacking.join(', ')}] 多 unexpected [${result.unexpected.join(', ')}]`,
    );
  }
  const failed = results.filter(({ result }) => !result.ok).length;
  say(`${results.length - failed} passed, ${failed} failed`);
  return failed > 0 ? 1 : 0;
};

const run = async (args: Arguments): Promise<number> => {
  const given = args.packs.map(readPack);
  const meaning = openMeaningAdder(args.heads);
  const lines: string[] = [];
  try {
    for (const conversation of readConversations(args.input)) {
      const packs = given.length > 0 ? given : packsFor(conversation.product);
      lines.push(JSON.stringify(evaluateConversation(await meaning.add(conversation, packs), packs)));
    }
  } finally {
    await meaning.stop();
  }
  const text = lines.map((line) => `${line}\n`).join('');
  if (args.output === undefined || args.output === '-') process.stdout.write(text);
  else writeFileSync(args.output, text);
  return 0;
};

/** Loaded on demand: the corpus and the embedder are only for training. */
const train = async ({ reviews, output, heads }: Arguments): Promise<number> => {
  const { trainCommand } = await import('./heads/command.ts');
  return trainCommand({
    ...(reviews === undefined ? {} : { reviews }),
    ...(output === undefined ? {} : { output }),
    ...(heads === undefined ? {} : { heads }),
  });
};

const why = (args: Arguments): number => {
  const [packPath, rule, file] = args.plain;
  if (packPath === undefined || rule === undefined || file === undefined)
    throw new Error('explain PACK RULE CONVERSATION');
  const pack = readPack(packPath);
  for (const conversation of readConversations(file)) {
    const told = explainTree(pack, rule, conversation);
    for (const f of told.findings) say(`${conversation.id} ${f.rule} ${f.verdict} ${f.reason ?? f.message ?? ''}`);
    for (const line of treeLines(told)) say(line);
  }
  return 0;
};

const diff = (args: Arguments): number => {
  const [before, after] = args.plain;
  if (before === undefined || after === undefined) throw new Error('diff OLD NEW --in X.jsonl');
  const changes = diffVerdicts([readPack(before)], [readPack(after)], readConversations(args.input));
  for (const c of changes) say(`${c.id} ${c.item}: ${c.before} → ${c.after}`);
  say(`${changes.length} changed`);
  return changes.length > 0 ? 1 : 0;
};

const readForeign = (path: string): Imported => {
  const text = readFileSync(path, 'utf8');
  if (!/^\s*\{/.test(text)) return importBaidu(text.split('\n').filter((line) => line.trim() !== ''));
  return importAlibaba(text);
};
/** Foreign rules as a pack of ours; what could not be carried over goes to standard error, or into the JSON. */
const importRules = (args: Arguments): number => {
  const [path] = args.plain;
  if (path === undefined) throw new Error('import FILE [--out PACK.yaml] [--json -]');
  let imported: Imported;
  try {
    imported = readForeign(path);
  } catch (error) {
    complain(`${path}: ${error instanceof Error ? error.message : String(error)}`);
    return 1;
  }
  if (args.output !== undefined) writeFileSync(args.output, imported.packYaml);
  if (args.json !== undefined) {
    const json = `${JSON.stringify({ format: 'mingjian.rules-import/1', ...imported })}\n`;
    if (args.json === '-') process.stdout.write(json);
    else writeFileSync(args.json, json);
  } else if (args.output === undefined) process.stdout.write(imported.packYaml);
  for (const l of imported.lost) complain(`未搬过来 lost ${l.where}: ${l.what} — ${l.why}`);
  complain(`${imported.carried.length} 条规则 rules carried over, ${imported.lost.length} 处未照搬 remarks`);
  return 0;
};

const commands: Record<string, (args: Arguments) => number | Promise<number>> = {
  lint,
  test,
  run,
  explain: why,
  diff,
  train,
  import: importRules,
};

/** `./mj rules …`; returns the exit code: 0 good, 1 found something, 64 wrong usage. */
export const rulesCommand = async (argv: readonly string[]): Promise<number> => {
  const [name, ...rest] = argv;
  if (name === undefined || name === '--help' || rest.includes('--help')) {
    say(help);
    return name === undefined ? usage : 0;
  }
  const command = commands[name];
  if (command === undefined) {
    complain(`未知子命令 unknown: rules ${name}\n${help}`);
    return usage;
  }
  try {
    return await command(readArguments(rest));
  } catch (error) {
    complain(error instanceof Error ? error.message : String(error));
    return name === 'lint' || name === 'test' ? 1 : usage;
  }
};
