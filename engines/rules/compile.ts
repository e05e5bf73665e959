import { type LabelSpec, parseGap } from '@mingjian/matching';
import { isMap, isScalar, isSeq, LineCounter, type Node, parseDocument, type YAMLMap } from 'yaml';
import { parseCondition } from './condition.ts';
import { ExpressionError } from './expression.ts';
import type { Citation, FindingKind, Severity } from './finding.ts';
import { sha256Hex } from './hash.ts';
import {
  anchorChoices,
  type CompiledPack,
  type CompiledRule,
  type PackError,
  type PackTest,
  type Pattern,
  type RuleShape,
} from './model.ts';
import { closestWord } from './nearest-word.ts';
import { labelsOf, parsePattern } from './pattern.ts';
import { readLike } from './plan.ts';

export type CompileOptions = { file: string; resolve?(name: string): CompiledPack | undefined };
export type CompileResult = { ok: true; pack: CompiledPack } | { ok: false; errors: PackError[] };
type Place = { node?: Node | null | undefined; offset?: number };
type Reader = {
  errors: PackError[];
  report(message: string, place: Place, hint?: { expected?: string; words?: readonly string[]; found?: string }): void;
  line(node?: Node | null): number;
};

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
const labelKeys = ['any', 'seq', 'not', 'fuzzy', 'max_err', 'regex', 'like'];
const ruleKeys = [
  'id',
  'item',
  'severity',
  'kind',
  'if',
  'forbid',
  'require',
  'after',
  'before',
  'anchors',
  'unless',
  'at_least_once',
  'message',
  'messageEn',
  'citation',
  'score',
];
const testKeys = ['name', 'events', 'expect', 'call', 'fields', 'product', 'scope', 'only', 'undecidable'];
/** `critical` is the word of older packs for `blocking`. */
const severities: Record<string, Severity> = {
  blocking: 'blocking',
  critical: 'blocking',
  major: 'major',
  minor: 'minor',
  info: 'info',
};

const openReader = (file: string, lines: LineCounter): Reader => {
  const errors: PackError[] = [];
  return {
    errors,
    line: (node) => lines.linePos(node?.range?.[0] ?? 0).line,
    report(message, place, hint = {}) {
      const pos = lines.linePos((place.node?.range?.[0] ?? 0) + (place.offset ?? 0));
      const suggestion = hint.found === undefined ? undefined : closestWord(hint.found, hint.words ?? []);
      errors.push({
        file,
        line: pos.line,
        column: pos.col,
        message: `${message}${suggestion === undefined ? '' : `，是否想写 did you mean "${suggestion}"?`}`,
        ...(hint.expected === undefined ? {} : { expected: hint.expected }),
        ...(suggestion === undefined ? {} : { suggestion }),
      });
    },
  };
};

const checkKeys = (map: YAMLMap, known: readonly string[], reader: Reader): void => {
  for (const pair of map.items) {
    const key = isScalar(pair.key) ? String(pair.key.value) : '';
    if (!known.includes(key)) {
      reader.report(
        `未知的键 unknown key "${key}"`,
        { node: pair.key as Node },
        { expected: known.join(', '), words: known, found: key },
      );
    }
  }
};
const textAt = (map: YAMLMap, key: string): string | undefined => {
  const value = map.get(key);
  return value === undefined || value === null ? undefined : String(value);
};
const listAt = (map: YAMLMap, key: string): string[] => {
  const node = map.get(key, true) as unknown;
  if (isSeq(node)) return node.items.map((item) => String(isScalar(item) ? item.value : item));
  return isScalar(node) ? [String(node.value)] : [];
};
const plainAt = (map: YAMLMap, key: string): Record<string, unknown> => {
  const node = map.get(key) as unknown;
  return isMap(node) ? (node.toJSON() as Record<string, unknown>) : {};
};

/** One of a few words; another one is an error with the closest right word. */
const choiceAt = <T extends string>(
  map: YAMLMap,
  key: string,
  how: { choices: readonly T[]; reader: Reader },
): T | undefined => {
  const found = textAt(map, key);
  if (found === undefined) return undefined;
  const choice = how.choices.find((word) => word === found);
  if (choice === undefined)
    how.reader.report(
      `${key}: 应为 expected ${how.choices.join(', ')}`,
      { node: map.get(key, true) as Node },
      { expected: how.choices.join(', '), words: how.choices, found },
    );
  return choice;
};

/** Parses an expression that stands at `key`; a mistake is reported at its own column. */
const expressionAt = <T>(
  map: YAMLMap,
  key: string,
  how: { parse(source: string): T; reader: Reader },
): T | undefined => {
  const node = map.get(key, true) as Node | undefined;
  const source = textAt(map, key);
  if (source === undefined) return undefined;
  try {
    return how.parse(source);
  } catch (error) {
    if (!(error instanceof ExpressionError)) throw error;
    const found = source.slice(error.at).split(/[\s()]/)[0] ?? '';
    how.reader.report(
      `${key}: ${error.message}`,
      { node, offset: error.at },
      { expected: error.expected, words: error.words, found },
    );
    return undefined;
  }
};

const readLabel = (name: string, map: YAMLMap, reader: Reader): LabelSpec => {
  checkKeys(map, labelKeys, reader);
  const label: LabelSpec = {
    name,
    any: listAt(map, 'any'),
    seq: [],
    not: listAt(map, 'not'),
    fuzzy: listAt(map, 'fuzzy'),
    maxError: Number(map.get('max_err') ?? 0.25),
    regex: listAt(map, 'regex'),
  };
  const like = textAt(map, 'like');
  if (like !== undefined) label.like = like;
  for (const source of listAt(map, 'seq')) {
    try {
      label.seq.push(parseGap(source));
    } catch (error) {
      reader.report(
        `标签 label ${name}: ${(error as Error).message}`,
        { node: map.get('seq', true) as Node },
        { expected: '"甲|乙 ..8 丙|丁"' },
      );
    }
  }
  for (const source of label.regex) {
    try {
      new RegExp(source);
    } catch {
      reader.report(`标签 label ${name}: 正则写错了 broken regex ${source}`, { node: map.get('regex', true) as Node });
    }
  }
  if ([...label.any, ...label.not, ...label.fuzzy].includes(''))
    reader.report(`标签 label ${name} 有空词 has an empty word`, { node: map });
  return label;
};

const shapeOf = (map: YAMLMap): RuleShape | undefined => {
  const after = map.has('after');
  if (map.has('forbid')) {
    if (textAt(map, 'forbid')?.startsWith('fields ')) return 'fields';
    return map.has('before') ? 'before-forbid' : after ? 'after-forbid' : 'forbid';
  }
  if (map.has('require')) return map.has('before') ? 'before-require' : after ? 'after-require' : 'require';
  return undefined;
};

const readCitation = (map: YAMLMap): Citation | undefined => {
  const plain = plainAt(map, 'citation');
  return plain.regulation === undefined ? undefined : ({ grade: 'C', ...plain } as Citation);
};

const readRule = (map: YAMLMap, reader: Reader): CompiledRule | undefined => {
  checkKeys(map, ruleKeys, reader);
  const id = textAt(map, 'id');
  const shape = shapeOf(map);
  if (id === undefined) reader.report('规则缺 id rule without id', { node: map }, { expected: 'id' });
  if (shape === undefined)
    reader.report(
      '规则缺 forbid 或 require rule without forbid or require',
      { node: map },
      { expected: 'forbid or require' },
    );
  const severityWord = textAt(map, 'severity') ?? 'major';
  const severity = severities[severityWord];
  if (severity === undefined) {
    reader.report(
      `未知的严重程度 unknown severity "${severityWord}"`,
      { node: map.get('severity', true) as Node },
      { expected: Object.keys(severities).join(', '), words: Object.keys(severities), found: severityWord },
    );
  }
  if (id === undefined || shape === undefined || severity === undefined) return undefined;
  const pattern = (key: string): Pattern | undefined => expressionAt(map, key, { parse: parsePattern, reader });
  const rule: CompiledRule = {
    id,
    item: textAt(map, 'item') ?? id,
    line: reader.line(map),
    shape,
    atLeastOnce: map.get('at_least_once') === true,
    meanings: [],
    severity,
    message: textAt(map, 'message') ?? id,
  };
  const condition = expressionAt(map, 'if', { parse: parseCondition, reader });
  const fields =
    shape === 'fields'
      ? expressionAt(map, 'forbid', { parse: (s) => parseCondition(s.slice('fields '.length)), reader })
      : undefined;
  const anchor = map.has('before') ? pattern('before') : pattern('after');
  const target = shape === 'fields' ? undefined : pattern(map.has('forbid') ? 'forbid' : 'require');
  const unless = pattern('unless');
  const anchors = choiceAt(map, 'anchors', { choices: anchorChoices, reader });
  const kind = textAt(map, 'kind') as FindingKind | undefined;
  const messageEn = textAt(map, 'messageEn');
  const citation = readCitation(map);
  const score = map.get('score');
  return Object.assign(
    rule,
    condition && { condition },
    fields && { fields },
    anchor && { anchor },
    target && { target },
    unless && { unless },
    anchors && { anchors },
    kind && { kind },
    messageEn && { messageEn },
    citation && { citation },
    typeof score === 'number' && { score },
  );
};

const readTest = (map: YAMLMap, reader: Reader): PackTest => {
  checkKeys(map, testKeys, reader);
  const call = Object.fromEntries(Object.entries(plainAt(map, 'call')).map(([k, v]) => [`call.${k}`, v]));
  const product = textAt(map, 'product');
  const scope = textAt(map, 'scope');
  return {
    name: textAt(map, 'name') ?? '',
    line: reader.line(map),
    ...(product === undefined ? {} : { product }),
    ...(scope === 'extract' ? { scope } : {}),
    fields: { ...call, ...plainAt(map, 'fields') },
    events: (() => {
      const node = map.get('events') as unknown;
      if (!isSeq(node)) return [];
      return node.items.map(
        (item) =>
          (isMap(item)
            ? Object.entries(item.toJSON() as object).map(([k, v]) => `${k}: ${v}`)[0]
            : String(isScalar(item) ? item.value : item)) ?? '',
      );
    })(),
    expect: listAt(map, 'expect'),
    ...(map.has('only') ? { only: listAt(map, 'only') } : {}),
    undecidable: listAt(map, 'undecidable'),
  };
};

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

const checkReferences = (root: YAMLMap, pack: CompiledPack, reader: Reader): void => {
  const names = pack.labels.map((label) => label.name);
  const nodes = mapsIn(root, 'rules');
  for (const rule of pack.rules) {
    const node = nodes.find((map) => textAt(map, 'id') === rule.id);
    for (const pattern of [rule.anchor, rule.target, rule.unless]) {
      for (const name of pattern === undefined ? [] : labelsOf(pattern)) {
        if (!names.includes(name))
          reader.report(
            `规则 rule ${rule.id}: 没有标签 no label "${name}"`,
            { node: node ?? root },
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
  if (isMap(own)) {
    for (const pair of own.items) {
      const name = String(isScalar(pair.key) ? pair.key.value : pair.key);
      ownLabels.push(name);
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
    own: { labels: ownLabels, rules: ownRules.map((rule) => rule.id) },
    tests: mapsIn(root, 'tests').map((map) => readTest(map, reader)),
  };
  pack.meanings = meaningsRead(pack);
  checkReferences(root, pack, reader);
  return reader.errors.length > 0 ? { ok: false, errors: reader.errors } : { ok: true, pack };
};
