export type Polarity = 'yes' | 'no' | 'unclear';

/** Words whose 不-form is another answer. */
export const pairWords = '同意 愿意 明白 清楚 知道 理解 可以 接受 了解 确认 需要 认可'.split(' ');

const vague =
  /应该|好像|大概|可能|随便|再想|再说|考虑|没听清|听不清|等一下|等等|什么意思|意义|就行|老伴|儿子|女儿|家里人|(?<!我)说(可以|同意|行|好|没)|也许|吧$|吗$|呢$|[?？]/;
const doubleNegation = /没有?(什么|啥)?(不清楚|不明白|不同意|异议|问题|疑问|意见)/g;
const negative = /不|没|(?<![识特区分个级])别|拒绝|反对|无法/;
const positive = new RegExp(`${pairWords.join('|')}|是的|是本人|我是|对|好的|行|自愿|我自己[要想]?(买|选|决定)|☑`);
/** What may stand directly before a pair word of a yes; anything else could be a 不 that was heard wrong (普同意). */
const mayPrecede = /^$|[嗯啊哦我都听好的了是对很也全那行没有☑意白楚道解以受认可经]$/;

/** Homophones of these are repaired in answers (通以 → 同意, 没有意义 → 没有异议, 资源 → 自愿); none holds a negation. */
export const answerWords = [...pairWords, '是的', '好的', '自愿', '异议', '疑问', '意见'];

export type Pair = { yes: string; no: string };

/**
 * What an answer's words say. Vague, conditional and second-hand answers are `unclear`, as is anything unknown: a wrong
 * "yes" costs more than a look by a person. 没有异议 and 没什么不清楚的 are yes. `suspects`: a yes that is one only if the
 * character before its word was not a 不 (普同意 or 不同意); the sound must tell.
 */
export const answerOf = (text: string): { said: Polarity; suspects: Pair[] } => {
  const bare = text.replace(/[^\p{L}\p{N}?？]/gu, '');
  const only = (said: Polarity) => ({ said, suspects: [] });
  if (vague.test(bare)) return only('unclear');
  const rest = bare.replace(doubleNegation, '☑');
  if (/没.*不/.test(rest)) return only('unclear');
  if (negative.test(rest)) return only('no');
  if (!positive.test(rest)) return only('unclear');
  return { said: 'yes', suspects: pairWords.flatMap((word) => suspectsOf(rest, word)) };
};

/** The words alone: a yes with a suspect is `unclear`. */
export const polarityOf = (text: string): Polarity => {
  const { said, suspects } = answerOf(text);
  return suspects.length > 0 ? 'unclear' : said;
};

const suspectsOf = (text: string, word: string): Pair[] =>
  text
    .split(word)
    .slice(0, -1)
    .map((_, i, parts) => parts.slice(0, i + 1).join(word))
    .filter((before) => !mayPrecede.test(before))
    .map((before) => ({ yes: text, no: `${[...before].slice(0, -1).join('')}不${text.slice(before.length)}` }));

/**
 * The answer and its opposite: the last pair word with and without 不, or 没有异议 and 有异议. None without such a word or with
 * another negation.
 */
export const oppositeOf = (text: string): Pair | undefined => {
  const bare = text.replace(/[^\p{Script=Han}]/gu, '');
  const none = /没有?(异议|疑问|问题|意见)/.exec(bare);
  if (none !== null && bare.length <= 10) {
    const [before, after] = [bare.slice(0, none.index), bare.slice(none.index + none[0].length)];
    if (!/[不没有]/.test(before + after)) return { yes: bare, no: `${before}有${none[1]}${after}` };
  }
  const word = pairWords.toSorted((a, b) => bare.lastIndexOf(b) - bare.lastIndexOf(a))[0] as string;
  const at = bare.lastIndexOf(word);
  if (at < 0 || bare.length > 10 || /没.*不/.test(bare)) return undefined;
  const head = bare.slice(0, at).replace(/不$/, '');
  if (/[不没]/.test(head)) return undefined;
  const tail = bare.slice(at);
  return { yes: head + tail, no: `${head}不${tail}` };
};
