import type { LanguageData } from './data.ts';
import type { Level } from './engine.ts';
import { fieldMeanings } from './fields.ts';
import {
  citationKeyMeanings,
  labelKeyMeanings,
  type Meaning,
  operatorMeanings,
  packKeyMeanings,
  roleMeanings,
  ruleKeyMeanings,
  testKeyMeanings,
  verbMeanings,
} from './words.ts';

const keys: Record<Level | 'citation', Record<string, Meaning>> = {
  pack: packKeyMeanings,
  label: labelKeyMeanings,
  rule: ruleKeyMeanings,
  test: testKeyMeanings,
  citation: citationKeyMeanings,
};

/** What a word means where it stands: a key of a level, or a word inside an expression. */
export const meaningIn = (
  level: Level | 'citation' | 'expression',
  word: string,
  data: LanguageData = {},
): Meaning | undefined => {
  if (level !== 'expression') return keys[level][word];
  const fact = data.facts?.find(({ name }) => name === word);
  return (
    verbMeanings[word] ??
    roleMeanings[word] ??
    operatorMeanings[word] ??
    fieldMeanings[word] ??
    (fact === undefined ? undefined : { zh: `${fact.kind} ${fact.meaning}`, en: `${fact.kind} ${fact.meaning}` })
  );
};
