export type Polarity = 'yes' | 'no' | 'unclear';

const vague =
  /应该|好像|大概|可能|随便|再想|再说|考虑|没听清|听不清|等一下|等等|什么意思|就行|老伴|儿子|女儿|家里人|也许|吧$|吗$|呢$|[?？]/;
const doubleNegation = /没有?(什么|啥)?(不清楚|不明白|不同意|异议|问题|疑问|意见)/g;
const negative = /不|没|(?<![识特区分个级])别|拒绝|反对|无法/;
const positive = /同意|愿意|清楚|明白|知道|理解|可以|接受|了解|确认|是的|是本人|我是|对|好的|行|没有?问题|自愿|认可|☑/;

/**
 * What an answer's words say. Vague, conditional and second-hand answers are `unclear`, as is anything unknown: a wrong
 * "yes" costs more than a look by a person. 没有异议 and 没什么不清楚的 are yes.
 */
export const polarityOf = (text: string): Polarity => {
  const bare = text.replace(/[，。、！,.!\s]/g, '');
  if (vague.test(bare)) return 'unclear';
  const rest = bare.replace(doubleNegation, '☑');
  if (negative.test(rest)) return 'no';
  return positive.test(rest) ? 'yes' : 'unclear';
};
