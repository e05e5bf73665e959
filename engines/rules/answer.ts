import type { Fact } from '@mingjian/timeline';

export type Polarity = 'yes' | 'no' | 'vague';

const no =
  /不(太)?(清楚|明白|同意|知道|了解|懂|行|可以|愿意|认可|接受|确认|想|要|是|理解|需要|录|办|签|买)|没(有)?(听|看|弄|搞)?(明白|清楚|懂|听清|清)|没听|不对|别录|拒绝|反对|算了吧|等等|啥意思|什么意思|是啥|没搞懂|听不清|看不清/;
const vague =
  /^[嗯啊呃哦唔额…\s，,。.]*$|应该(吧|是|能|可以|没)|大概|可能(吧)?|差不多(吧)?$|好像|随便|看着办|你(看着|说)|再说|不好说|算是吧|也许|(行|好|是|对)吧[。，,\s]*$|听你们?的|都行吧/;
const yes =
  /同意|自己|本人|我要|我想|清楚|明白|知道|晓得|了解|确认|可以|愿意|自愿|没问题|没意见|认可|接受|好的?|行|是的?|对|懂|能|嗯|授权|要得|成|中|OK|ok|没有/;
/** Denials that mean yes. */
const yesByDenial =
  /没(有|什么|啥)?问题|没(有|什么|啥)?(意见|异议|疑问)|没有?不(清楚|明白|懂)|不用(再)?(说|讲|解释|念)了/g;

/** Yes, no or vague, by the words alone. Denials come first: 不清楚 holds 清楚. */
export const polarityOf = (text: string): Polarity => {
  const plain = text.replaceAll(yesByDenial, '同意');
  const clearYes = /清楚了|明白了?[，。]|同意|自愿|没问题|知道了|懂了/.test(
    plain.replaceAll(/不(太)?(清楚|明白|同意|自愿|知道|懂)/g, ''),
  );
  if (no.test(plain) && !/(不是|没)(别人|有人|人)/.test(plain))
    return /[？?]|吗/.test(plain) && clearYes && !/不(太)?(清楚|明白|同意)/.test(plain) ? 'yes' : 'no';
  if (vague.test(plain) && !clearYes) return 'vague';
  return yes.test(plain) ? 'yes' : 'vague';
};

/** The polarity that the recogniser measured on the sound wins over the words. */
export const polarityOfFact = (fact: Fact): Polarity => {
  if (fact.polarity === 'yes' || fact.polarity === 'no') return fact.polarity;
  return fact.polarity === 'unclear' ? 'vague' : polarityOf(fact.text ?? '');
};
