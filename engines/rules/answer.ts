export type Polarity = 'yes' | 'no' | 'vague';

/**
 * Is it a yes? By the words alone, clause by clause. Close calls are `vague`: a person looks at them; a "no" is never taken for a
 * "yes" for the sake of deciding more.
 */
type ClauseSense = 'yes' | 'weakYes' | 'no' | 'vague' | 'none';

/** Denials that mean yes: 没问题, 没意见, 没什么不清楚的, 不用再讲了. */
const yesByDenial =
  /没(有|什么|啥|得)?(问题|意见|异议|疑问|疑义|二话)|没(有|什么|啥)?(地方)?(不|没)(太)?(清楚|明白|懂|同意|愿意)(的|的地方)?|不(会|能)?不(同意|清楚|明白|愿意)|冇(问题|意见)|莫得(问题|意见)|不用(再)?(说|讲|解释|念|重复)了?/g;
const no =
  /(不|没|冇|莫|唔|未)(太|大|怎么|咋|是很|是太|甚|得)?(清楚|明白|同意|知道|晓得|了解|懂|行|可以|愿意|乐意|认可|接受|确认|想|要|理解|需要|办|签|买|录|中|得劲|听清|听清楚|听懂|听明白|看清|看懂|看明白|弄懂|弄明白|搞懂|搞清楚|记住|自愿|授权|答应|情愿|放心)|不(是|对|能|成|同)(?!很|太)|拒绝|反对|算了(吧)?$|别录|甭录|取消|反悔|哪(能|有)|听不(清|懂|明白|见)|看不(清|懂|见|明白)|搞不(懂|清)|弄不(懂|清|明白)|没听|没看|没搞|没弄|没懂|冇听|啥意思|什么意思|咋回事|不干|甭|糊里糊涂|云里雾里|一头雾水|不用(了|啦|麻烦)|不必了?|免了/;
const vague =
  /应该(吧|是|能|可以|没|算|清楚|明白|懂|知道|行|会)|大概|可能|差不多|好像|似乎|随便|看着办|你们?(看着|说了算|定|决定)|再说|不好说|算是吧|也许|或许|听你们?的|都行吧|想想|考虑|商量|琢磨|寻思|合计|掂量|看看再|回去问|问(问|一下)(我|家|儿|女|老)|怎么说呢|一半|有点|不一定|难说|凑合|勉强|就那样|先(这样|放)|等等|等一(下|会)|待会/;
const clearYes =
  /同意|清楚|明白|知道|晓得|了解|确认|可以|愿意|乐意|自愿|认可|接受|懂|授权|要得|没意见|情愿|听清|看清|记住|答应|理解|OK|ok|Ok|行的|得行|巴适|好嘞|妥了?$|对头|中的/;
const weakYes =
  /^(嗯+|啊|哎|诶|欸|唉|哦)*(是(的|呀|啊|嘞|哩)?|对+(的|啊|呀|头|嘞)?|好+(的|呀|啊|嘞|哒)?|行+(的|啊|呀)?|中|成|得|能|嗯嗯+|要|有|没有|办|签|录|买|自己|本人|就是)/;
const asks = /[吗么嘛呢]$|(什么|啥|怎么|咋|哪|谁|多少|几|为何|为啥|是不是|有没有|能不能|可不可以|会不会|要不要|行不行)/;
const greeting = /^(你好|您好|喂|早上好|下午好|晚上好|谢谢|再见|拜拜|好久不见)+/;
/** The person himself acts or decides: 我自己签的, 是我本人, 我要办. */
const ownWill =
  /(我|咱)?自己(的|来|签|填|决定|愿意|要|想|选|看|做|写|定)|(是|就)?(我)?本人|我(要|想)(买|办|签|录|存|投|做|贷|借)?|是我/;
/** Somebody else's consent is not the customer's. */
const others =
  /(儿子|女儿|闺女|老伴|老公|老婆|媳妇|爱人|家里人?|爸|妈|孩子|朋友|姐|哥|弟|妹|他们?|她们?|人家).{0,4}(说|讲|让|叫|觉得|同意|喊)/;
/** Who is not there: 没别人, 没有人逼我. These deny nothing of what was asked. */
const nobodyElse = /(不是|没|没有|冇|莫得)(别人|有人|旁人|人|谁)(逼|让|叫|教|强迫|代|替|喊)?[^，。]*/g;

const senseOf = (clause: string, mark: string): ClauseSense => {
  const plain = clause.replaceAll(yesByDenial, '同意').replaceAll(nobodyElse, '自己').replace(greeting, '');
  if (/^[嗯啊呃哦额…\s]*$/.test(plain)) return 'none';
  const isQuestion = mark === '?' || mark === '？' || asks.test(plain);
  if (no.test(plain) && !(isQuestion && /^(是不是|能不能|可不可以|行不行)/.test(plain)))
    return isQuestion && !/什么意思|啥意思|咋回事/.test(plain) && !no.test(plain.replace(/(.)不\1/g, ''))
      ? 'none'
      : 'no';
  if (vague.test(plain) || others.test(plain)) return 'vague';
  if (isQuestion) return 'none';
  if (/吧$/.test(plain) && !/同意|愿意|自愿|录吧|办吧|签吧|来吧|开始吧|继续吧|没问题|清楚|明白/.test(plain))
    return 'vague';
  if (clearYes.test(plain) || ownWill.test(plain)) return 'yes';
  return weakYes.test(plain) ? 'weakYes' : 'none';
};

const clausesOf = (text: string): { clause: string; mark: string }[] =>
  [...text.matchAll(/([^，,。.！!？?；;：:…\n\s]+)([，,。.！!？?；;：:…\n\s]*)/g)].map((m) => ({
    clause: m[1] as string,
    mark: (m[2] as string).trim().charAt(0),
  }));

/** Understood after all: a later clear yes with 了 or 现在 undoes an earlier "I did not understand". */
const undoes = (clause: string): boolean => /了|现在|这下|这回/.test(clause);

/** Yes, no or vague, by the words alone. */
export const polarityOf = (text: string): Polarity => {
  let result: ClauseSense = 'none';
  for (const { clause, mark } of clausesOf(text)) {
    const sense = senseOf(clause, mark);
    if (sense === 'none') continue;
    if (result === 'no') {
      if (sense === 'yes') result = undoes(clause) ? 'yes' : 'vague';
    } else if (result === 'vague') {
      if (sense === 'no') result = 'no';
      else if (sense === 'yes' && undoes(clause)) result = 'yes';
    } else if (sense !== 'weakYes' || result === 'none') result = sense;
  }
  return result === 'weakYes' ? 'yes' : result === 'none' ? 'vague' : result;
};
