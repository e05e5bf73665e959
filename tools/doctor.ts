/** `./mj doctor`: what can be seen and heard here, what is missing, and the command that brings it. Exit 1 when something needed is missing. */
import { join } from 'node:path';
import { listModels } from '@mingjian/models';
import type { Finding } from './doctor/finding.ts';
import { databaseFinding, diskFinding, memoryFinding } from './doctor/machine.ts';
import { opinionFinding } from './doctor/opinion.ts';
import { browserFinding, ffmpegFinding, nodeFinding, npmFinding, sandboxFinding } from './doctor/programs.ts';
import { root } from './tree.ts';

const dataDir = process.env.MJ_DATA ?? join(root, 'data');
const findings: Finding[] = [
  nodeFinding(),
  npmFinding(),
  ffmpegFinding(),
  await sandboxFinding(),
  await databaseFinding(dataDir),
  diskFinding(dataDir),
  memoryFinding(),
  browserFinding(),
  await opinionFinding(process.env),
  ...modelFindings(),
];

const isGood = !findings.some(({ state }) => state === 'missing');
if (process.argv.includes('--json'))
  console.log(JSON.stringify({ format: 'mingjian.doctor/1', good: isGood, findings }));
else for (const finding of findings) console.log(line(finding));
process.exitCode = isGood ? 0 : 1;

/** A model that ./mj start brings by itself and is not here yet is missing; one that must be carried here is a limit. */
function modelFindings(): Finding[] {
  return listModels().map(({ name, capability, state, required, source, version, reason, fix }) => {
    if (state === 'ready')
      return { name: capability, state: 'good', words: `${name} ${(version ?? '').slice(0, 19)} from ${source}` };
    const words = `${name}: ${state === 'arriving' ? 'arriving' : (reason ?? 'not here')}`;
    return { name: capability, state: required ? 'missing' : 'limited', words, ...(fix === undefined ? {} : { fix }) };
  });
}

function line({ name, state, words, fix }: Finding): string {
  const mark = { good: '✓', limited: '–', missing: '✗' }[state];
  return `${mark} ${name.padEnd(20)} ${words.replaceAll('\n', '\n    ')}${fix === undefined ? '' : `\n    → ${fix}`}`;
}
