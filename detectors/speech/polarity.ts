export type Polarity = 'yes' | 'no' | 'unclear';

/** Words whose 不-form is another answer. */
export const pairWords = '同意 愿意 明白 清楚 知道 理解 可以 接受 了解 确认 需要 认可'.split(' ');

const vague =
  /应该|好像|大概|可能|随便|再想|再说|考虑|没听清|听不清|等一下|等等|什么意思|意义|就行|老伴|儿子|女儿|家里人|也许|吧$|吗$|呢$|[?？]/;
const doubleNegation = /没有?(什么|啥)?(不清楚|不明白|不同意|异议|问题|疑问|意见)/g;
const negative = /不|没|(?<![识特区分个级])别|拒绝|反对|无法/;
const positive = new RegExp(`${pairWords.join('|')}|是的|是本人|我是|对|好的|行|自愿|☑`);
/** What may stand directly before a pair word of a yes; anything else could be a 不 that was heard wrong (普同意). */
const mayPrecede = /^$|[嗯啊哦我都听好的了是对很也全那行没有☑意白楚道解以受认可]$/;

/**
 * What an answer's words say. Vague, conditional and second-hand answers are `unclear`, as is anything unknown: a wrong
 * "yes" costs more than a look by a person. 没有异议 and 没什么不清楚的 are yes.
 */
export const polarityOf = (text: string): Polarity => {
  const bare = text.replace(/[^\p{L}\p{N}?？]/gu, '');
  if (vague.test(bare)) return 'unclear';
  const rest = bare.replace(doubleNegation, '☑');
  if (/没.*不/.test(rest)) return 'unclear';
  if (negative.test(rest)) return 'no';
  if (!positive.test(rest)) return 'unclear';
  return pairWords.every((word) => precededWell(rest, word)) ? 'yes' : 'unclear';
};

const precededWell = (text: string, word: string): boolean =>
  text
    .split(word)
    .slice(0, -1)
    .every((before) => mayPrecede.test(before));

/** The answer and its opposite: the last pair word with and without 不. None without such a word or with another negation. */
export const oppositeOf = (text: string): { yes: string; no: string } | undefined => {
  const bare = text.replace(/[^\p{Script=Han}]/gu, '');
  const word = pairWords.toSorted((a, b) => bare.lastIndexOf(b) - bare.lastIndexOf(a))[0] as string;
  const at = bare.lastIndexOf(word);
  if (at < 0 || bare.length > 10 || /没.*不/.test(bare)) return undefined;
  const head = bare.slice(0, at).replace(/不$/, '');
  if (/[不没]/.test(head)) return undefined;
  const tail = bare.slice(at);
  return { yes: head + tail, no: `${head}不${tail}` };
};
