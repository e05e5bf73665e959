import { checkRegex, type LabelSpec, parseGap } from '@mingjian/matching';
import type { Node, YAMLMap } from 'yaml';
import { checkKeys, listAt, type Reader, textAt } from './pack-reader.ts';

export const labelKeys = ['any', 'seq', 'not', 'fuzzy', 'max_err', 'regex', 'like'];

export const readLabel = (name: string, map: YAMLMap, reader: Reader): LabelSpec => {
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
    const check = checkRegex(source);
    if (!check.ok)
      reader.report(
        `标签 label ${name}: 正则不可用 the regex cannot be used: ${source} — ${check.reason}`,
        { node: map.get('regex', true) as Node },
        { expected: 'RE2 subset: no lookaround, no backreference' },
      );
  }
  if ([...label.any, ...label.not, ...label.fuzzy].includes(''))
    reader.report(`标签 label ${name} 有空词 has an empty word`, { node: map });
  return label;
};
