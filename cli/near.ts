import { existsSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { UnusableInput } from '@mingjian/media';
import { inspectRecording, openEngines } from '@mingjian/perception';
import { type Product, products } from '@mingjian/timeline';
import { parseOptions, UsageError } from './options.ts';
import { findingsTable } from './table.ts';

const ending = /\.(webm|mp4|mkv|avi|flv|wmv|wav|mp3|ogg|opus|amr|mov|m4a)$/i;
/** A recorder that has not written for this long has closed its file. */
const quietMs = 3_000;
/** The folder is read this often; change events are not used because network file systems report none. */
const lookEveryMs = 1_000;

export const nearHelp = `./mj near DIR [--product P] [--once]
  近实时检查：目录中任何录制程序写完的文件，静止 3 秒后立即检查，结果写在旁边的 .inspection.json。
  Near-real-time inspection of files as any recorder finishes them; the result stands beside the file.
  --once  现有文件检查完即退出 ends when the files that are there are done
`;

type Seen = { sizeBytes: number; quietSince: number };

/** Files that stopped growing and have no result yet. */
const finished = (dir: string, seen: Map<string, Seen>, now: number): string[] => {
  const names = readdirSync(dir).filter((name) => ending.test(name) && !existsSync(resultPath(join(dir, name))));
  return names.filter((name) => {
    const sizeBytes = statSync(join(dir, name)).size;
    const before = seen.get(name);
    if (before === undefined || before.sizeBytes !== sizeBytes) {
      seen.set(name, { sizeBytes, quietSince: now });
      return false;
    }
    return now - before.quietSince >= quietMs;
  });
};

const resultPath = (file: string): string => `${file}.inspection.json`;

/** `./mj near DIR`: runs until interrupted, or with `--once` until nothing is left. */
export const nearCommand = async (argv: readonly string[]): Promise<number> => {
  const options = parseOptions(argv, { product: 'one', once: 'flag', help: 'flag' });
  if (options.flag('help')) {
    process.stdout.write(nearHelp);
    return 0;
  }
  const [dir] = options.operands;
  if (dir === undefined || !existsSync(dir)) throw new UsageError(`目录不存在 no such folder: ${dir ?? ''}`);
  const product = options.one('product') as Product | undefined;
  if (product !== undefined && !products.includes(product))
    throw new UsageError(`未知业务线 unknown product ${product}`);
  const stop = new AbortController();
  for (const name of ['SIGINT', 'SIGTERM'] as const) process.once(name, () => stop.abort());
  const engines = openEngines();
  const seen = new Map<string, Seen>();
  try {
    while (!stop.signal.aborted) {
      const ready = finished(dir, seen, performance.now());
      for (const name of ready) {
        const file = join(dir, name);
        try {
          const document = await inspectRecording({
            file,
            engines,
            signal: stop.signal,
            ...(product ? { product } : {}),
          });
          writeFileSync(resultPath(file), `${JSON.stringify(document)}\n`);
          process.stdout.write(findingsTable(document));
        } catch (error) {
          if (!(error instanceof UnusableInput)) throw error;
          const refused = { format: 'mingjian.inspection/1', error: { code: error.code, message: error.message } };
          writeFileSync(resultPath(file), `${JSON.stringify(refused)}\n`);
          process.stderr.write(`${name}: ${error.message} [${error.code}]\n`);
        }
      }
      const waiting = readdirSync(dir).some((name) => ending.test(name) && !existsSync(resultPath(join(dir, name))));
      if (options.flag('once') && !waiting) break;
      await pause(lookEveryMs, undefined, { signal: stop.signal }).catch(() => {});
    }
  } finally {
    await engines.stop();
  }
  return 0;
};
