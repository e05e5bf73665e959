import type { LabelSpec } from '@mingjian/matching';
import { isMap, isScalar, isSeq, LineCounter, type Node, parseDocument, visit, type YAMLMap } from 'yaml';
import { sha256Hex } from './hash.ts';
import type { CompiledPack, CompiledRule, PackError } from './model.ts';
import { checkKeys, listAt, openReader, quoteOf, type Reader, textAt } from './pack-reader.ts';
import { labelsOf } from './pattern.ts';
import { readLike } from './plan.ts';
import { labelKeys, readLabel } from './read-label.ts';
import { readRule } from './read-rule.ts';
import { readTest } from './read-test.ts';

export type CompileOptions = { file: string; resolve?(name: string): CompiledPack | undefined };
export type CompileResult = { ok: true; pack: CompiledPack } | { ok: false; errors: PackError[] };

const packKeys = [
  'pack',
  'title',
  'lang',
  'locale',
  'extends',
  'products',
  'needs',
  'labels',
  'rules',
  'tests',
  'without',
];

const mapsIn = (root: YAMLMap, key: string): YAMLMap[] => {
  const node = root.get(key) as unknown;
  return isSeq(node) ? node.items.filter(isMap) : [];
};

const isMeaningOnly = (label: LabelSpec | undefined): boolean =>
  label?.like !== undefined && label.any.length + label.seq.length + label.fuzzy.length + label.regex.length === 0;
/** Every meaning label that a rule of the pack reads, whether or not words stand beside it. */
const meaningsRead = (pack: CompiledPack): string[] => {
  const used = new Set(
    pack.rules.flatMap((rule) =>
      [rule.anchor, rule.target, rule.unless].flatMap((pattern) => (pattern === undefined ? [] : labelsOf(pattern))),
    ),
  );
  const likes = pack.labels.filter((label) => used.has(label.name)).flatMap((label) => label.like ?? []);
  return [...new Set(likes.map((like) => readLike(like).name))].sort();
};
const meaningsOf = (rule: CompiledRule, labels: ReadonlyMap<string, LabelSpec>): string[] =>
  [rule.anchor, rule.target]
    .flatMap((pattern) => (pattern === undefined ? [] : labelsOf(pattern)))
    .map((name) => labels.get(name))
    .filter(isMeaningOnly)
    .map((label) => readLike(label?.like as string).name);

const clauseKeys = ['forbid', 'require', 'after', 'before', 'unless'] as const;
/** Where a rule names a label: the clause and the place in it. */
const placeOfLabel = (map: YAMLMap, name: string): { node: Node; offset: number } => {
  const word = new RegExp(`(?<![\\p{L}\\p{N}_.-])${name.replaceAll('.', '\\.')}(?![\\p{L}\\p{N}_.-])`, 'u');
  for (const key of clauseKeys) {
    const node = map.get(key, true) as Node | undefined;
    const at = node === undefined ? -1 : (textAt(map, key) ?? '').search(word);
    if (node !== undefined && at >= 0) return { node, offset: quoteOf(node) + at };
  }
  return { node: map, offset: 0 };
};

const checkReferences = (root: YAMLMap, pack: CompiledPack, reader: Reader): void => {
  const names = pack.labels.map((label) => label.name);
  const nodes = mapsIn(root, 'rules');
  for (const rule of pack.rules) {
    const map = nodes.find((node) => textAt(node, 'id') === rule.id);
    for (const pattern of [rule.anchor, rule.target, rule.unless]) {
      for (const name of pattern === undefined ? [] : labelsOf(pattern)) {
        if (!names.includes(name))
          reader.report(
            `规则 rule ${rule.id}: 没有标签 no label "${name}"`,
            map === undefined ? { node: root } : placeOfLabel(map, name),
            { expected: 'a label', words: names, found: name },
          );
      }
    }
  }
  const seen = new Set<string>();
  for (const map of nodes) {
    const id = textAt(map, 'id') ?? '';
    if (seen.has(id)) reader.report(`规则编号重复 rule id appears twice: ${id}`, { node: map });
    seen.add(id);
  }
};

/** Compiles a pack of the rule language (YAML). Errors carry file, line, column, what was expected and the closest right word. */
export const compilePack = (source: string, options: CompileOptions): CompileResult => {
  const lines = new LineCounter();
  const document = parseDocument(source, { lineCounter: lines });
  const reader = openReader(options.file, lines);
  // A citation written once (`&sell {…}`) and named again (`*sell`) stands in both places.
  visit(document, { Alias: (_, alias) => alias.resolve(document) });
  for (const error of document.errors.slice(0, 1))
    reader.report(error.message.split('\n')[0] ?? 'YAML', { offset: error.pos[0] });
  const root = document.contents as unknown;
  if (!isMap(root) || document.errors.length > 0) {
    if (reader.errors.length === 0)
      reader.report('规则包应为键值表 a pack must be a mapping', {}, { expected: 'pack: name@version' });
    return { ok: false, errors: reader.errors };
  }
  checkKeys(root, packKeys, reader);
  const id = textAt(root, 'pack') ?? '';
  if (!/^[\w.-]+@\d+\.\d+\.\d+$/.test(id))
    reader.report(
      `pack 应为 name@1.0.0，读到 "${id}"`,
      { node: root.get('pack', true) as Node },
      { expected: 'name@1.0.0' },
    );
  const bases = listAt(root, 'extends')
    .map((name) => {
      const base = options.resolve?.(name);
      if (base === undefined)
        reader.report(`找不到基础包 cannot find the base pack ${name}`, { node: root.get('extends', true) as Node });
      return base;
    })
    .filter((base) => base !== undefined);
  const labels = new Map(bases.flatMap((base) => base.labels).map((label) => [label.name, label]));
  const own = root.get('labels') as unknown;
  const ownLabels: string[] = [];
  const labelLines: Record<string, number> = {};
  if (isMap(own)) {
    for (const pair of own.items) {
      const name = String(isScalar(pair.key) ? pair.key.value : pair.key);
      ownLabels.push(name);
      labelLines[name] = reader.line(pair.key as Node);
      if (isMap(pair.value)) labels.set(name, readLabel(name, pair.value, reader));
      else
        reader.report(
          `标签 label ${name} 应为键值表 must be a mapping`,
          { node: pair.key as Node },
          { expected: labelKeys.join(', ') },
        );
    }
  }
  const ownRules = mapsIn(root, 'rules')
    .map((map) => readRule(map, reader))
    .filter((rule) => rule !== undefined);
  const dropped = [...listAt(root, 'without'), ...ownRules.map((rule) => rule.id)];
  const inherited = bases.flatMap((base) => base.rules).filter((rule) => !dropped.includes(rule.id));
  for (const rule of ownRules) rule.meanings = meaningsOf(rule, labels);
  const [name = '', version = ''] = id.split('@');
  const pack: CompiledPack = {
    name,
    version,
    pack: id,
    title: textAt(root, 'title') ?? name,
    hash: sha256Hex([source, ...bases.map((base) => base.hash)].join('\n')),
    file: options.file,
    products: listAt(root, 'products'),
    needs: (textAt(root, 'needs') ?? 'words') as CompiledPack['needs'],
    labels: [...labels.values()],
    rules: [...inherited, ...ownRules],
    meanings: [],
    own: { labels: ownLabels, rules: ownRules.map((rule) => rule.id), labelLines },
    tests: mapsIn(root, 'tests').map((map) => readTest(map, reader)),
  };
  pack.meanings = meaningsRead(pack);
  checkReferences(root, pack, reader);
  return reader.errors.length > 0 ? { ok: false, errors: reader.errors } : { ok: true, pack };
};
