import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { filesBelow, root } from '../tree.ts';

/** Put together from pieces, so that this file does not hold what it forbids. */
const forbidden: [RegExp, string][] = [
  [new RegExp(['', 'work', ''].join('/')), 'a path of a developer’s machine'],
  [
    new RegExp(`${['registry', 'npmjs', 'org'].join('\\.')}|${['files', 'pythonhosted', 'org'].join('\\.')}`),
    'the host of a package registry',
  ],
  [/"resolved": "https?:/, 'the host of a package registry'],
  [new RegExp(`-----BEGIN ${'[A-Z ]*'}PRIVATE KEY-----`), 'a private key'],
];
const TEXT = /\.(tsx?|m?js|json|md|ya?ml|sh|sql|html|css|awk|txt|service|conf)$|(^|\/)(mj|run|NOTICE|Caddyfile)$/;

test('no tracked file names a developer’s machine, a registry or a key', () => {
  const found = trackedFiles()
    .filter((file) => TEXT.test(file))
    .flatMap((file) => {
      const text = readFileSync(join(root, file), 'utf8');
      return forbidden
        .filter(([pattern]) => pattern.test(text))
        .map(([pattern, what]) => `${file}: ${what} (${pattern.exec(text)?.[0]})`);
    });
  assert.deepEqual(found, []);
  assert.ok(forbidden[0]![0].test(['', 'work', 'main', 'x.ts'].join('/')), 'a forbidden path is seen');
});

test('no tracked file is large or a weight', () => {
  const sizes = trackedFiles().map((file) => ({ file, bytes: readFileSync(join(root, file)).length }));
  assert.deepEqual(
    sizes.filter(({ file, bytes }) => bytes > 2_000_000 || /\.(onnx|bin|safetensors|webm|mp4|whl)$/.test(file)),
    [],
  );
});

/** What git tracks; outside a checkout (a bundle) every file. */
function trackedFiles(): string[] {
  try {
    const list = execFileSync('git', ['-C', root, 'ls-files', '-z'], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    const present = new Set(filesBelow());
    return list.split('\0').filter((file) => present.has(file));
  } catch {
    return filesBelow();
  }
}
