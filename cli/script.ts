import { readFileSync } from 'node:fs';
import { type CompiledPack, compilePack } from '@mingjian/rules';
import { packSourceOf, parseScript } from '@mingjian/scripts';
import { UsageError } from './options.ts';

/** Reads a must-say script and compiles it to a pack; a broken script names the file and the step. */
export const readScriptPack = (path: string): CompiledPack => {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch {
    throw new UsageError(`读不到话术文件 cannot read the script ${path}`);
  }
  try {
    const compiled = compilePack(packSourceOf(parseScript(text)), { file: path });
    if (compiled.ok) return compiled.pack;
    throw new Error(compiled.errors.map((error) => error.message).join('; '));
  } catch (error) {
    throw new UsageError(`话术文件 script ${path}: ${error instanceof Error ? error.message : String(error)}`);
  }
};
