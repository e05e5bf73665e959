import { existsSync, readFileSync } from 'node:fs';
import type { Draw } from './draw.ts';

/** Spoken lines: turns of the shared dialogues where they are, and made-up lines of a bank's calls around them. */
const sharedTurns = (): string[] => {
  const folder = new URL('../../../shared/data/text/', import.meta.url);
  return ['fraud_dialogues.jsonl', 'crosswoz_dialogues.jsonl'].flatMap((name) => {
    const file = new URL(name, folder);
    if (!existsSync(file)) return [];
    return readFileSync(file, 'utf8')
      .trim()
      .split('\n')
      .flatMap((line) => (JSON.parse(line) as { turns: { text: string }[] }).turns.map((turn) => turn.text));
  });
};

const openers = ['您好', '喂', '嗯', '那个', '先生您好', '女士您看', '是这样的', '好的', '我跟您说', '麻烦您'];
const subjects = [
  '这款理财产品',
  '您的信用卡',
  '这笔贷款',
  '这个保险',
  '这只基金',
  '您名下的账户',
  '我们银行',
  '客户经理',
  '您之前的订单',
  '这个活动',
];
const middles = [
  '年化大概百分之四左右',
  '持有期是一年',
  '本金和收益都不保证',
  '需要您本人签字确认',
  '已经逾期二十三天了',
  '手续费是千分之一点五',
  '每个月五号扣款',
  '风险等级是中低风险',
  '保证您的收益不低于存款',
  '验证码不要告诉任何人',
  '可以提前赎回不过要收费',
  '和定期差不多比较灵活',
  '金额是12800元',
  '客服电话是95588',
  '到期以后自动转入活期',
  '你家人知道这件事吗',
];
/** Talk that no rule is about: most of what is said. */
const neutral = [
  '我帮您查一下系统记录',
  '您上次是在柜面办的',
  '页面右上角有一个按钮',
  '需要带上原来的合同',
  '大概三到五个工作日',
  '我们周末也是上班的',
  '您住的地方离网点远吗',
  '之前的同事已经离职了',
  '这个流程比以前简单多了',
  '麻烦您说一下姓名',
  '资料我已经收到了',
  '您可以在手机上看到进度',
  '我稍后把链接给您',
  '表格第二页要填地址',
  '今天来的客户比较多',
  '您对这个还有印象吗',
  '刚才那一页没有看清楚',
  '我再跟您核对一遍',
  '这里信号不太好',
  '请对着镜头坐正一点',
  '您平时主要用哪张卡',
  '家里几口人一起住',
  '以前买过类似的吗',
  '我们先看第一部分',
];
const endings = [
  '您看可以吗',
  '您清楚了吗',
  '有什么问题随时问我',
  '我这边帮您登记一下',
  '谢谢您的配合',
  '您稍等',
  '嗯嗯',
  '麻烦您尽快处理',
  '那先这样',
  '您考虑一下',
];

/** Made-up lines, about 35 characters each. */
export const madeLines = (count: number, draw: Draw): string[] =>
  Array.from({ length: count }, () =>
    [
      draw.one(openers),
      draw.one(subjects) + draw.one(draw.below(5) < 3 ? middles : neutral),
      draw.one(neutral),
      draw.one(endings),
    ].join('，'),
  );

/** `count` utterances, a third of them shared turns where those are here. */
export const utterances = (count: number, draw: Draw): { texts: string[]; shared: number } => {
  const turns = sharedTurns();
  const shared = turns.length === 0 ? 0 : Math.round(count / 3);
  const texts = [...Array.from({ length: shared }, () => draw.one(turns)), ...madeLines(count - shared, draw)];
  return { texts: draw.shuffled(texts), shared };
};
