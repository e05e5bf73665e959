import type { Lost, Witness } from './draft.ts';
import { sampleOf } from './regex-sample.ts';

/** One operator in our terms: a label expression within a turn, or a clause of its own. */
export type Translated =
  | { k: 'words'; labels: Record<string, Record<string, unknown>>; text: string; absent: boolean; says: string[] }
  | { k: 'clause'; text: string; witness: Witness[] };
export type Param = ReadonlyMap<string, unknown>;

/** Keys of the wire come as `in_sentence`, `inSentence` and `InSentence`. */
export const plainKey = (key: string): string => key.replaceAll('_', '').toLowerCase();
export const paramOf = (raw: unknown): Param =>
  new Map(
    Object.entries((raw ?? {}) as object)
      .filter(([, value]) => value !== null && value !== '' && !(Array.isArray(value) && value.length === 0))
      .map(([key, value]) => [plainKey(key), value]),
  );

type Asked = { param: Param; name: string; role: string; lose(what: string, why: string): void };
const listOf = (value: unknown): string[] =>
  Array.isArray(value) ? value.map(String) : value === undefined ? [] : [String(value)];

const keywords = (asked: Asked, wanted: number): Translated | undefined => {
  const given = listOf(asked.param.get('keywords') ?? asked.param.get('operkeywords'));
  const words = given.filter((word) => word.length > 0);
  if (words.length === 0) return undefined;
  const size = Number(asked.param.get('keywordmatchsize') ?? wanted);
  if (size === 1 || size === 0) {
    const labels = { [asked.name]: { any: words } };
    return { k: 'words', labels, text: asked.name, absent: size === 0, says: [words[0] as string] };
  }
  const labels = Object.fromEntries(words.map((word, i) => [`${asked.name}_${i + 1}`, { any: [word] }]));
  const names = Object.keys(labels);
  const text = size === -1 || size >= words.length ? `(${names.join(' and ')})` : `${size} of (${names.join(', ')})`;
  return { k: 'words', labels, text, absent: false, says: words.slice(0, size === -1 ? words.length : size) };
};

const similar = (asked: Asked): Translated | undefined => {
  const phrases = listOf(asked.param.get('similarlysentences') ?? asked.param.get('phrase'));
  if (phrases.length === 0) return undefined;
  const score = Number(asked.param.get('score') ?? 80);
  const maxError = Math.min(0.35, Math.max(0.05, Math.round(100 - score) / 100));
  asked.lose(
    `score ${score}`,
    `按意思的相似改为按读音的相似，max_err ${maxError} similarity of meaning becomes similarity of sound`,
  );
  return {
    k: 'words',
    labels: { [asked.name]: { fuzzy: phrases, max_err: maxError } },
    text: asked.name,
    absent: false,
    says: [phrases[0] as string],
  };
};

const regular = (asked: Asked): Translated | undefined => {
  const regex = asked.param.get('regex');
  if (typeof regex !== 'string') return undefined;
  const not = asked.param.get('notregex');
  const labels: Record<string, Record<string, unknown>> = { [asked.name]: { regex: [regex] } };
  if (typeof not === 'string') labels[`${asked.name}_not`] = { regex: [not] };
  const text = typeof not === 'string' ? `(${asked.name} without ${asked.name}_not)` : asked.name;
  const sample = sampleOf(regex);
  return { k: 'words', labels, text, absent: false, says: sample === undefined ? [] : [sample] };
};

const silence = (asked: Asked): Translated | undefined => {
  const ms = Number(asked.param.get('interval'));
  if (!Number.isFinite(ms) || ms <= 0) return undefined;
  if (asked.param.get('compareoperator') === 'lt') {
    asked.lose('compareOperator lt', '本语言没有"间隔小于" the language has no gap shorter than');
    return undefined;
  }
  if (asked.param.get('fromend') === true)
    asked.lose('from_end', '按两句之间的空白计 counted as the gap between two turns');
  for (const key of ['target', 'differentrole', 'neardialogue', 'checkfirstsentence', 'intervalend'])
    if (asked.param.has(key))
      asked.lose(`${key} ${asked.param.get(key)}`, '静默按任何人都不说话计 silence means that nobody speaks');
  const before = asked.role === 'anyone' ? '' : ` before ${asked.role}`;
  const speaker = asked.role === 'anyone' ? 'agent' : asked.role;
  return {
    k: 'clause',
    text: `silence > ${ms}ms${before}`,
    witness: [{ role: speaker, text: '我回来了', pauseSeconds: Math.ceil(ms / 1000) + 1 }],
  };
};

const pace = (asked: Asked): Translated | undefined => {
  const perMinute = Number(asked.param.get('velocityinmint') ?? asked.param.get('velocity'));
  if (!Number.isFinite(perMinute) || perMinute <= 0) return undefined;
  const rate = Math.round((perMinute / 60) * 100) / 100;
  const sign = asked.param.get('compareoperator') === 'lt' ? '<' : '>';
  const least = asked.param.get('minwordsize');
  if (typeof least === 'number') asked.lose(`minWordSize ${least}`, '短句也计语速 short turns are measured too');
  const text =
    asked.param.get('average') === true
      ? `overall pace(${asked.role}) ${sign} ${rate}`
      : `${asked.role} speaks where rate ${sign} ${rate}`;
  const witness = {
    role: asked.role === 'anyone' ? 'agent' : asked.role,
    text: '风险揭示内容如下'.repeat(Math.ceil(rate)),
    seconds: sign === '>' ? 2 : 90,
  };
  return { k: 'clause', text, witness: [witness] };
};

const interruption = (asked: Asked): Translated => {
  const delay = asked.param.get('delaytime');
  if (delay !== undefined)
    asked.lose(`delayTime ${delay}`, '改为重叠毫秒数 overlapMs 的下限 read as the least overlap');
  const bound = delay === undefined ? '' : ` where overlapMs >= ${Number(delay)}`;
  const speaker = asked.role === 'anyone' ? 'agent' : asked.role;
  const other = speaker === 'agent' ? 'customer' : 'agent';
  const witness: Witness[] = [
    { role: other, text: '我想先问一下这个产品的情况', seconds: 8 },
    { role: speaker, text: '您先听我说完这一句', seconds: 4, pauseSeconds: -6 },
  ];
  return { k: 'clause', text: `event interrupt${asked.role === 'anyone' ? '' : ` by ${asked.role}`}${bound}`, witness };
};

const repetition = (asked: Asked): Translated => {
  const times = Number(asked.param.get('hittime') ?? 1) + 1;
  const alike = Number(asked.param.get('similaritythreshold') ?? 0.6);
  for (const key of ['from', 'threshold', 'excludes', 'targetrole', 'roleid'])
    if (asked.param.has(key))
      asked.lose(
        `${key} ${asked.param.get(key)}`,
        '与此人此前所有句子比，没有句数、字数和例外 compared with all earlier turns of the speaker',
      );
  const speaker = asked.role === 'anyone' ? 'agent' : asked.role;
  const witness = Array.from({ length: times }, (): Witness => ({ role: speaker, text: '请您再确认一下刚才说的内容' }));
  return { k: 'clause', text: `${asked.role} repeats >= ${times} similar ${alike}`, witness };
};

/** What each operator reads; every other parameter that is set is reported by name. */
const operators: Record<string, { reads: string[]; read(asked: Asked): Translated | undefined }> = {
  HIT_ANY_KEYWORDS: {
    reads: ['keywords', 'operkeywords', 'keywordmatchsize', 'insentence'],
    read: (a) => keywords(a, 1),
  },
  INCLUDE_KEYWORDS: {
    reads: ['keywords', 'operkeywords', 'keywordmatchsize', 'insentence'],
    read: (a) => keywords(a, -1),
  },
  SIMILAR_MATCH: { reads: ['similarlysentences', 'phrase', 'score', 'insentence'], read: similar },
  REGULAR_EXPRESSION: { reads: ['regex', 'notregex', 'insentence'], read: regular },
  INTERVAL_GREATER: {
    reads: [
      'interval',
      'compareoperator',
      'fromend',
      'target',
      'differentrole',
      'neardialogue',
      'checkfirstsentence',
      'intervalend',
    ],
    read: silence,
  },
  SPEECH_SPEED_CHECK: {
    reads: ['velocityinmint', 'velocity', 'compareoperator', 'minwordsize', 'average'],
    read: pace,
  },
  INTERRUPTION: { reads: ['delaytime'], read: interruption },
  ADVANCED_REPEAT_DETECT: {
    reads: ['hittime', 'similaritythreshold', 'from', 'threshold', 'excludes', 'targetrole', 'roleid'],
    read: repetition,
  },
};
const aliases: Record<string, string> = {
  SIMILAR: 'SIMILAR_MATCH',
  INCLUDE: 'INCLUDE_KEYWORDS',
  HIT_ANY: 'HIT_ANY_KEYWORDS',
  REGEX: 'REGULAR_EXPRESSION',
  SILENCE: 'INTERVAL_GREATER',
  INTERRUPT: 'INTERRUPTION',
  CHIME_IN: 'INTERRUPTION',
};

/** Translates one operator; undefined when the language cannot say it, with the reason among the lost. */
export const translateOperator = (
  type: string,
  asked: Omit<Asked, 'lose'> & { where: string; lost: Lost[] },
): Translated | undefined => {
  const lose = (what: string, why: string) =>
    void asked.lost.push({ where: asked.where, what: `${type}: ${what}`, why });
  const operator = operators[aliases[type] ?? type];
  if (operator === undefined) {
    lose('整个算子 the whole operator', '本语言没有对应的算子 no operator of the language says this');
    return undefined;
  }
  for (const [key, value] of asked.param)
    if (!operator.reads.includes(key)) lose(`${key} ${JSON.stringify(value)}`, '没有对应的参数 no such parameter here');
  if (asked.param.get('insentence') === false) lose('in_sentence false', '只在一轮之内看 looked at within one turn');
  const translated = operator.read({ ...asked, lose });
  if (translated === undefined) lose('参数不全 parameters', '读不出这个算子 the operator could not be read');
  return translated;
};
