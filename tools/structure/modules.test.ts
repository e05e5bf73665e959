import assert from 'node:assert/strict';
import { test } from 'node:test';
import { filesBelow } from '../tree.ts';
import { textOf } from './source.ts';

const MODULES = 'server/src/modules/';
/** What every module has, and what it may have besides. A service past 250 lines becomes service/<verb-noun>.ts. */
const NEEDED = [/^README\.md$/, /^index\.ts$/, /^routes\.ts$/, /^service(\.ts|\/index\.ts)$/, /^store\.ts$/];
const ALLOWED = [
  ...NEEDED,
  /^(jobs|errors)\.ts$/,
  /^service\/[a-z-]+\.ts$/,
  /\.(int\.|media\.)?test\.ts$/,
  /\.fixture\.ts$/,
];

/** What stands around a module: its README names its further parts, the tests of the whole server call its routes. */
type Around = { readme?: string; routes?: string; wholeTests?: string };

const callsARoute = ({ routes = '', wholeTests = '' }: Around): boolean =>
  [...routes.matchAll(/'(\/v1\/[a-z]+)/g)].some(([, path]) => wholeTests.includes(path!));

/** What is wrong with the shape of one module, given its files. Further parts are welcome when its README names them. */
export function shapeProblems(name: string, files: string[], around: Around = {}): string[] {
  const lacking = NEEDED.filter((pattern) => !files.some((file) => pattern.test(file))).map(
    (pattern) => `${name} has no ${pattern.source}`,
  );
  const foreign = files
    .filter((file) => !ALLOWED.some((pattern) => pattern.test(file)) && !around.readme?.includes(`\`${file}\``))
    .map((file) => `${name}/${file} is not part of a module's shape`);
  const isTested = files.some((file) => file.endsWith('.test.ts')) || callsARoute(around);
  const tested = isTested ? [] : [`${name} has no test`];
  return [...lacking, ...foreign, ...tested];
}

test('every server module has the one shape', () => {
  const files = filesBelow()
    .filter((file) => file.startsWith(MODULES))
    .map((file) => file.slice(MODULES.length));
  const wholeTests = filesBelow()
    .filter((file) => /^server\/src\/[^/]+\.int\.test\.ts$/.test(file))
    .map((file) => textOf(file) ?? '')
    .join('\n');
  const names = [...new Set(files.map((file) => file.split('/')[0]!))];
  const problems = names.flatMap((name) =>
    shapeProblems(
      name,
      files.filter((file) => file.startsWith(`${name}/`)).map((file) => file.slice(name.length + 1)),
      {
        readme: textOf(`${MODULES}${name}/README.md`) ?? '',
        routes: textOf(`${MODULES}${name}/routes.ts`) ?? '',
        wholeTests,
      },
    ),
  );
  assert.deepEqual(problems, []);
});

test('a module without its parts, or with others, is seen', () => {
  const good = ['README.md', 'index.ts', 'routes.ts', 'service.ts', 'store.ts', 'a.int.test.ts'];
  assert.deepEqual(shapeProblems('m', good), []);
  assert.equal(shapeProblems('m', [...good, 'controller.ts']).length, 1);
  assert.equal(shapeProblems('m', good.slice(1, -1)).length, 2);
  assert.deepEqual(shapeProblems('m', [...good, 'range.ts'], { readme: '- `range.ts`: bytes asked for' }), []);
  const called = { routes: "app.get('/v1/things'", wholeTests: "get('/v1/things')" };
  assert.deepEqual(shapeProblems('m', good.slice(0, -1), called), []);
  assert.equal(shapeProblems('m', good.slice(0, -1), { ...called, wholeTests: '' }).length, 1);
});

test('every folder of code has a README of at most 40 lines', () => {
  const folders = filesBelow().filter((file) =>
    /^(engines|detectors|web)\/[^/]+\/package\.json$|^(models|media|voices|perception|rulebooks|testkit|cli)\/package\.json$/.test(
      file,
    ),
  );
  const wrong = folders
    .map((file) => file.replace('package.json', 'README.md'))
    .flatMap((readme) => {
      const text = textOf(readme);
      if (text === null) return [`${readme} is missing`];
      const lines = text.trimEnd().split('\n').length;
      return lines > 40 ? [`${readme} has ${lines} lines`] : [];
    });
  assert.deepEqual(wrong, []);
});
