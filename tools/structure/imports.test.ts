import assert from 'node:assert/strict';
import { test } from 'node:test';
import { allowed, importsOf, objection, roomOf, specifiersOf, workspaceFolders } from './imports.ts';
import { isTestFile, sources, textOf } from './source.ts';

const folders = workspaceFolders();

test('every import keeps to the table of rooms', () => {
  const imports = sources.flatMap(({ file, text }) => importsOf(file, text, folders));
  assert.ok(imports.length > 50, 'the imports are found at all');
  assert.deepEqual(
    imports.map(objection).filter((reason) => reason !== null),
    [],
  );
});

test('what is forbidden is seen as forbidden', () => {
  const refused = [
    { file: 'engines/rules/a.ts', target: 'media/probe.ts' },
    { file: 'engines/timeline/a.ts', target: 'engines/rules/finding.ts' },
    { file: 'detectors/face/a.ts', target: 'detectors/speech/b.ts' },
    { file: 'server/src/platform/db.ts', target: 'server/src/modules/people/index.ts' },
    { file: 'server/src/modules/people/service.ts', target: 'server/src/modules/sessions/store.ts' },
    { file: 'web/console/a.tsx', target: 'server/src/app.ts' },
    { file: 'cli/a.ts', target: 'server/src/app.ts' },
    { file: 'attic/a.ts', target: 'media/probe.ts' },
  ];
  for (const one of refused) assert.notEqual(objection(one), null, `${one.file} → ${one.target}`);
  assert.equal(
    objection({ file: 'server/src/modules/people/service.ts', target: 'server/src/modules/sessions/index.ts' }),
    null,
  );
});

test('imports are found in each of their forms', () => {
  const text = `import a from 'one';\nexport { b } from 'two';\nimport type {\n  C,\n} from 'three';\nimport 'four';\nawait import('five');\n// import 'six';`;
  assert.deepEqual(specifiersOf(text).sort(), ['five', 'four', 'one', 'three', 'two']);
});

test('engines are pure: no module of Node, no clock, no chance', () => {
  const engines = sources.filter(({ file }) => file.startsWith('engines/') && !isTestFile(file));
  const impure =
    /from 'node:|\bDate\.now\(|\bnew Date\(\)|\bMath\.random\(|\bperformance\.now\(|\bprocess\.(env|argv)\b|\bfetch\(/;
  assert.deepEqual(
    engines.filter(({ text }) => impure.test(text)).map(({ file }) => file),
    [],
  );
});

test('every package that is imported stands in the package.json of its workspace', () => {
  const missing = sources.flatMap(({ file, text }) => {
    const folder = [...folders.values()]
      .filter((dir) => file.startsWith(`${dir}/`))
      .sort((a, b) => b.length - a.length)[0];
    const manifests = [textOf(`${folder}/package.json`), textOf('package.json')].map((json) =>
      JSON.parse(json ?? '{}'),
    );
    const known = manifests.flatMap(({ name, dependencies = {}, devDependencies = {} }) => [
      name,
      ...Object.keys(dependencies),
      ...Object.keys(devDependencies),
    ]);
    // tools and bench belong to no workspace and use what the rooms they may import bring.
    if (folder === undefined) return [];
    return specifiersOf(text)
      .filter((one) => !/^(\.|node:)/.test(one))
      .map(packageOf)
      .filter((name) => !known.includes(name) && !(isTestFile(file) && name === '@mingjian/testkit'))
      .map((name) => `${file}: ${name}`);
  });
  assert.deepEqual(missing, []);
});

const packageOf = (specifier: string) =>
  specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/');

test('every room of ARCHITECTURE.md exists, and every room of the tree stands there', () => {
  const page = textOf('ARCHITECTURE.md') ?? '';
  const rows = [...page.matchAll(/^\| (`[^|]+) \|/gm)].flatMap((row) =>
    [...row[1]!.matchAll(/`([^`]+)`/g)].map((name) => name[1]!),
  );
  assert.ok(rows.length > 10, 'the table is found');
  const rooms = new Set(sources.map(({ file }) => roomOf(file)));
  const named = (room: string) =>
    rows.includes(room) || rows.includes(room.split('/')[0]!) || rows.includes(room.replace(/\/.*/, '/*'));
  assert.deepEqual(
    rows.filter(
      (row) =>
        row !== 'docs' && ![...rooms].some((room) => room === row || room.split('/')[0] === row.replace('/*', '')),
    ),
    [],
  );
  assert.deepEqual(
    [...rooms].filter((room) => !named(room)),
    [],
  );
  assert.deepEqual(
    [...rooms].filter((room) => allowed[room] === undefined && allowed[room.replace(/\/.*/, '/*')] === undefined),
    [],
  );
});
