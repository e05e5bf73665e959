import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { filesBelow, root } from '../tree.ts';

/** Our own program text: TypeScript outside generated files, with its text. */
export const sources = filesBelow()
  .filter((file) => /\.tsx?$/.test(file) && !/\.generated\.ts$|\.d\.ts$/.test(file))
  .map((file) => ({ file, text: readFileSync(join(root, file), 'utf8') }));

export const isTestFile = (file: string): boolean => /\.(test|spec|fixture)\.tsx?$/.test(file);

/** The text of a file, or null when it is not there. */
export function textOf(file: string): string | null {
  try {
    return readFileSync(join(root, file), 'utf8');
  } catch {
    return null;
  }
}
