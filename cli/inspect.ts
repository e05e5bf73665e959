import { appendFileSync, writeFileSync } from 'node:fs';
import { basename, extname } from 'node:path';
import type { InspectionDocument, UnusableDocument } from '@mingjian/inspection';
import { UnusableInput } from '@mingjian/media';
import { inspectRecording, openEngines } from '@mingjian/perception';
import { packsFor, readPack } from '@mingjian/rulebooks';
import { type Product, products, type Role } from '@mingjian/timeline';
import { exitOf, unusableExit, worstExit } from './exit.ts';
import { closest, type OptionTable, type ParsedOptions, parseField, parseOptions, UsageError } from './options.ts';
import { showProgress } from './progress.ts';
import { writeReport } from './report.ts';
import { readScriptPack } from './script.ts';
import { findingsTable } from './table.ts';

const table: OptionTable = {
  product: 'one',
  roles: 'one',
  script: 'one',
  pack: 'many',
  field: 'many',
  json: 'one',
  html: 'one',
  help: 'flag',
};

export const inspectHelp = `./mj inspect FILE… [选项]
  检查一个或多个录音录像：技术质量、转写、人脸、规则、结论。
  Inspects recordings: technical quality, transcript, faces, rules, verdict.

  --product P      业务线 product line: ${products.join('|')}
  --roles A,B      双声道的角色，先左后右 roles of the two channels, left first (agent,customer)
  --script S       应讲话术（YAML/JSON）must-say script
  --pack P         规则包，可多次 rule pack instead of the shipped ones, repeatable
  --field k=v      业务字段，可多次 business field, e.g. customerAge=67
  --json OUT|-     mingjian.inspection/1
  --html OUT       可离线打开的报告 report that opens without a server

  退出码 exit: 0 通过 pass · 1 不通过 fail · 2 无法判定 undecidable · 3 不可用 unusable · 64 用法 usage
`;

const roleWords: Role[] = ['agent', 'customer', 'third', 'system'];

const rolesOf = (text: string | undefined): [Role, Role] | undefined => {
  if (text === undefined) return undefined;
  const parts = text.split(',');
  const known = parts.every((part) => roleWords.includes(part as Role));
  if (parts.length !== 2 || !known)
    throw new UsageError(`--roles 应为两个角色 must be two of ${roleWords.join('|')}: ${text}`);
  return parts as [Role, Role];
};

const productOf = (text: string | undefined): Product | undefined => {
  if (text === undefined || products.includes(text as Product)) return text as Product | undefined;
  const near = closest(text, products);
  throw new UsageError(`未知业务线 unknown product ${text}${near === undefined ? '' : `, did you mean ${near}?`}`);
};

const packsOf = (options: ParsedOptions, product: Product | undefined) => {
  const given = options.many('pack').map((path) => readPack(path));
  const chosen = given.length > 0 ? given : packsFor(product);
  const script = options.one('script');
  return script === undefined ? chosen : [...chosen, readScriptPack(script)];
};

const unusable = (file: string, error: unknown): UnusableDocument => {
  if (!(error instanceof UnusableInput)) throw error;
  return {
    format: 'mingjian.inspection/1',
    file: { name: basename(file) },
    error: { code: error.code, message: error.message },
  };
};

/** With several files `report.html` becomes `report-<file>.html`. */
const htmlPath = (path: string, file: string, several: boolean): string => {
  if (!several) return path;
  const ending = extname(path);
  return `${path.slice(0, path.length - ending.length)}-${basename(file)}${ending}`;
};

const writeJson = (out: string, document: InspectionDocument | UnusableDocument, first: boolean) => {
  const line = `${JSON.stringify(document)}\n`;
  if (out === '-') process.stdout.write(line);
  else if (first) writeFileSync(out, line);
  else appendFileSync(out, line);
};

/** `./mj inspect`: one table, JSON line and report per file; the exit code is that of the worst file. */
export const inspectCommand = async (argv: readonly string[]): Promise<number> => {
  const options = parseOptions(argv, table);
  if (options.flag('help')) {
    process.stdout.write(inspectHelp);
    return 0;
  }
  if (options.operands.length === 0) throw new UsageError('缺少文件 no file given: ./mj inspect FILE…');
  const product = productOf(options.one('product'));
  const roles = rolesOf(options.one('roles'));
  const fields = Object.fromEntries(options.many('field').map(parseField));
  const packs = packsOf(options, product);
  const json = options.one('json');
  const html = options.one('html');
  const engines = openEngines();
  const stop = new AbortController();
  const onSignal = () => stop.abort(new Error('interrupted'));
  process.once('SIGINT', onSignal);
  process.once('SIGTERM', onSignal);
  const exits: number[] = [];
  try {
    for (const [index, file] of options.operands.entries()) {
      const progress = showProgress(basename(file));
      try {
        const document = await inspectRecording({
          file,
          fields,
          packs,
          engines,
          signal: stop.signal,
          onProgress: progress.update,
          ...(product === undefined ? {} : { product }),
          ...(roles === undefined ? {} : { roles }),
        });
        progress.end();
        if (html !== undefined) await writeReport(file, document, htmlPath(html, file, options.operands.length > 1));
        if (json !== undefined) writeJson(json, document, index === 0);
        if (json !== '-') process.stdout.write(findingsTable(document));
        exits.push(exitOf[document.verdict]);
      } catch (error) {
        progress.end();
        const refused = unusable(file, error);
        if (json !== undefined) writeJson(json, refused, index === 0);
        process.stderr.write(`${basename(file)}: ${refused.error.message} [${refused.error.code}]\n`);
        exits.push(unusableExit);
      }
    }
  } finally {
    process.off('SIGINT', onSignal);
    process.off('SIGTERM', onSignal);
    await engines.stop();
  }
  return worstExit(exits);
};
