/** The weights that are here, carried along with their licences. */
import { copyFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { listModels, resolveModel } from '@mingjian/models';
import { models } from '@mingjian/models/lock.ts';

/** Copies every ready model into `dir`/NAME and writes LICENCES.txt; answers the names. */
export function carryModels(dir: string): string[] {
  const carried: string[] = [];
  const licences: string[] = [];
  for (const { name, licence, attribution, state } of listModels()) {
    const found = resolveModel(name);
    const files = models.find((model) => model.name === name)?.files ?? [];
    if (state !== 'ready' || !found.available) continue;
    for (const { path } of files) {
      mkdirSync(dirname(join(dir, name, path)), { recursive: true });
      copyFileSync(join(found.dir, path), join(dir, name, path));
    }
    carried.push(name);
    licences.push(`${name}: ${licence}; ${attribution}`);
  }
  if (carried.length > 0) writeFileSync(join(dir, 'LICENCES.txt'), `${licences.join('\n')}\n`);
  return carried;
}
