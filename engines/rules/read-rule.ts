import type { Node, YAMLMap } from 'yaml';
import { parseCondition } from './condition.ts';
import type { Citation, FindingKind, Severity } from './finding.ts';
import { anchorChoices, type CompiledRule, type Pattern, type RuleShape } from './model.ts';
import { checkKeys, choiceAt, expressionAt, plainAt, type Reader, textAt } from './pack-reader.ts';
import { parsePattern } from './pattern.ts';

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
/** `critical` is the word of older packs for `blocking`. */
const severities: Record<string, Severity> = {
  blocking: 'blocking',
  critical: 'blocking',
  major: 'major',
  minor: 'minor',
  info: 'info',
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

export const readRule = (map: YAMLMap, reader: Reader): CompiledRule | undefined => {
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
