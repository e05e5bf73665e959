import { type Said, without } from './said.ts';

const says = '(说|讲|告诉|承诺|保证|答应|宣传|推荐|介绍|吹)';
/** The speaker's own word is no report: 我跟您说, 听我说. */
const own = new RegExp(
  `(听我|(?<![照按跟向对给和])我们?(可以|敢|个人|就|都|再|也|来|能)*((跟|向|对|给)?([您你]们?|大家|客户))?|(?<![人他她们事友子家理员位])(跟|向|对|给)([您你]们?|大家)|实话|老实|实话实)${says}`,
  'g',
);
const kin = '我(妈|爸|老公|老婆|爱人|儿子|女儿|孩子|家人|家里人|亲戚|同学|邻居|姐|哥|弟|妹)';
const others =
  '(他们?|她们?|人家|别人|有人|同事|朋友|邻居|亲戚|骗子|对方|网上|群里|谁|隔壁|别家|别的银行|那(个|位)|客户经理|业务员|小姑娘|上次|当初|当时|之前(的|卖)|[您你]们?|媒体|广告|海报|传单|中介|电视|新闻|短信|专家|销售|前台|柜台|[老小][张王李赵刘陈杨黄周吴]|当年)';
const reporter = new RegExp(
  `(听(人|别人|他|她|朋友|同事)?.{0,4}(说|讲)|据说|号称|声称|自称|所谓|传说|传言|[照按][您你他她]|[按照][您你他她]?的?说法|[您你他她]的(意思|说法)|拍着?胸脯|${kin}.{0,8}${says}|${others}.{0,14}${says})`,
);
const inPrint =
  /(宣传页|页面|官网|公众号|广告|海报|传单|宣传册|网上|朋友圈|抖音|电视|合同|条款|说明书|短信).{0,8}(写|说|讲|印|登|发)/;
const mentioned = /[您你](刚才|刚刚|之前|上次|前面|上面)?(说|讲|提到?|问)(过)?的/;
const example = /比如|例如|譬如|反面|举个例子|比方|像什么|诸如|类似/;
const suchTalk = /^.{0,6}(这种话|这类话|这样的话|这种说法|这类说法|之类的?话|之类的?说法|这(几个|两个|四个)字)/;

const inMarks = ({ text, start, end }: Said): boolean =>
  /[“"「『'][^”"」』']*$/.test(text.slice(0, start)) && /^[^“"「『']*[”"」』']/.test(text.slice(end));

/** Whether the words are another's, or an example. */
export const isQuoted = (said: Said): boolean => {
  const before = without(said.sentence, own);
  return (
    inMarks(said) ||
    reporter.test(before) ||
    inPrint.test(before) ||
    mentioned.test(before) ||
    example.test(before) ||
    suchTalk.test(said.tail)
  );
};
