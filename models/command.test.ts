import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { promisify } from 'node:util';
import { parseModelsArguments } from './arguments.ts';

const dir = mkdtempSync(join(tmpdir(), 'models-command-'));
after(() => rmSync(dir, { recursive: true, force: true }));

/** `./mj models …` in a process of its own, with an empty data folder and no network. */
const run = async (...argv: string[]): Promise<{ code: number; out: string; errors: string }> => {
  const module = new URL('./command.ts', import.meta.url).href;
  const program = `const { modelsCommand } = await import(${JSON.stringify(module)}); process.exitCode = await modelsCommand(${JSON.stringify(argv)});`;
  const env = { ...process.env, MJ_DATA: dir, MJ_MODELS: '', MJ_OFFLINE: '1' };
  try {
    const { stdout, stderr } = await promisify(execFile)(process.execPath, ['--input-type=module', '-e', program], {
      env,
    });
    return { code: 0, out: stdout, errors: stderr };
  } catch (error) {
    const { code, stdout, stderr } = error as { code: number; stdout: string; stderr: string };
    return { code, out: stdout, errors: stderr };
  }
};

test('a wrong word is refused with the closest right one', () => {
  assert.throws(() => parseModelsArguments(['lst']), /unknown action lst, did you mean list\?/);
  assert.throws(() => parseModelsArguments(['--jsn', '-']), /unknown option --jsn, did you mean --json\?/);
  assert.throws(
    () => parseModelsArguments(['add', 'whisper-bas']),
    /unknown model whisper-bas, did you mean whisper-base\?/,
  );
  assert.throws(
    () => parseModelsArguments(['add', 'qqqqqqqqqqqq']),
    /there is no model "qqqqqqqqqqqq"; known are silero-vad/,
  );
  assert.throws(() => parseModelsArguments(['list', '--json', 'file']), /--json takes only -/);
  assert.throws(() => parseModelsArguments(['check', 'kokoro']), /check takes no names/);
});

test('usage errors exit 64 and leave standard output clean', async () => {
  const { code, out, errors } = await run('chek');
  assert.equal(code, 64);
  assert.equal(out, '');
  assert.match(errors, /did you mean check\?/);
});

test('the list is JSON on request and exits 0 whatever is missing', async () => {
  const { code, out } = await run('list', '--json', '-');
  assert.equal(code, 0);
  const list = JSON.parse(out) as { format: string; models: { name: string; state: string; licence: string }[] };
  assert.equal(list.format, 'mingjian.models/1');
  assert.ok(list.models.length >= 11 && list.models.every((model) => model.licence !== ''));
});

test('a model that cannot be brought exits 1 and says why', async () => {
  const { code, errors } = await run('add', 'ppocr-v4');
  assert.equal(code, 1);
  assert.match(errors, /ppocr-v4 could not be brought: MJ_OFFLINE=1/);
});
