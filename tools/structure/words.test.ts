import assert from 'node:assert/strict';
import { posix } from 'node:path';
import { test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { filesBelow, root } from '../tree.ts';
import { isTestFile, sources, textOf } from './source.ts';

/** The texts of a language file, as `a.b.c` → text. */
export function flatTexts(value: unknown, path = ''): Map<string, string> {
  if (typeof value === 'string') return new Map([[path, value]]);
  if (value === null || typeof value !== 'object') return new Map();
  return new Map(
    Object.entries(value).flatMap(([key, one]) => [...flatTexts(one, path === '' ? key : `${path}.${key}`)]),
  );
}

/** Every Chinese language file with the English one that must stand beside it. */
const pairs = filesBelow('web')
  .filter((file) => /\/zh(-CN)?\.(ts|json)$/.test(file))
  .map((zh) => ({
    zh,
    en: posix.join(posix.dirname(zh), posix.basename(zh).replace('zh-CN', 'en-US').replace(/^zh\b/, 'en')),
  }));

for (const { zh, en } of pairs) {
  test(`${zh} and ${en} have the same keys, places to fill in, and no empty text`, async () => {
    const [a, b] = [await load(zh), await load(en)];
    assert.ok(a.size > 0, `${zh} exports its texts`);
    assert.deepEqual(
      [...a.keys()].filter((key) => !b.has(key)),
      [],
      `missing in ${en}`,
    );
    assert.deepEqual(
      [...b.keys()].filter((key) => !a.has(key)),
      [],
      `missing in ${zh}`,
    );
    const places = (text: string) => [...text.matchAll(/\{\{?\s*(\w+)[^}]*\}?\}/g)].map((match) => match[1]).sort();
    const unlike = [...a]
      .filter(([key, text]) => String(places(text)) !== String(places(b.get(key) ?? '')))
      .map(([key]) => key);
    assert.deepEqual(unlike, [], 'the same places in both');
    assert.deepEqual(
      [...a, ...b].filter(([, text]) => text.trim() === ''),
      [],
    );
    assert.deepEqual(
      [...b]
        .filter(([, text]) => /[\u4e00-\u9fff]/.test(text) && !/中文|简体|待法务确认/.test(text))
        .map(([key]) => key),
      [],
      'English is English',
    );
  });
}

test('nested texts are flattened', () => {
  assert.deepEqual(
    [...flatTexts({ a: { b: 'x' }, c: 'y' })],
    [
      ['a.b', 'x'],
      ['c', 'y'],
    ],
  );
});

async function load(file: string): Promise<Map<string, string>> {
  const isJson = file.endsWith('.json');
  const module = await import(pathToFileURL(`${root}/${file}`).href, isJson ? { with: { type: 'json' } } : {});
  return flatTexts(isJson ? module.default : (Object.values(module).find((one) => typeof one === 'object') ?? {}));
}

const glossary = textOf('docs/glossary.md');
/** Rows `| 中文 | English | … |`. */
const terms = [
  ...(glossary ?? '').matchAll(/^\|\s*([^|]*[\u4e00-\u9fff][^|]*?)\s*\|\s*`?([A-Za-z][^|`]*?)`?\s*\|/gm),
].map(([, zh, en]) => ({ zh: zh!, en: en! }));

test('the glossary names each thing once, in both languages', () => {
  assert.ok(glossary !== null, 'docs/glossary.md is there');
  assert.ok(terms.length >= 20, `${terms.length} terms are found`);
  for (const side of ['zh', 'en'] as const) {
    const words = terms.map((term) => term[side].toLowerCase());
    assert.deepEqual(
      words.filter((word, n) => words.indexOf(word) !== n),
      [],
    );
  }
});

test('every term of the glossary is used in the code', () => {
  const text =
    sources
      .filter(({ file }) => !isTestFile(file) && !file.startsWith('tools/'))
      .map((one) => one.text.toLowerCase())
      .join('\n') +
    filesBelow('rulebooks')
      .filter((file) => file.endsWith('.yaml'))
      .map((file) => textOf(file)!.toLowerCase())
      .join('\n');
  const forms = ({ en }: { en: string }) =>
    en
      .toLowerCase()
      .split(/\s*[,/·]\s*/)
      .flatMap((word) => [word, word.replace(/[ -]/g, ''), word.replace(/[ -]/g, '_'), word.replace(/[ -]/g, '.')]);
  assert.deepEqual(
    terms.filter((term) => !forms(term).some((form) => text.includes(form))).map(({ en }) => en),
    [],
  );
});
