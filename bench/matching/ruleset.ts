import { existsSync, readFileSync } from 'node:fs';
import type { LabelSpec } from '@mingjian/matching';
import type { Draw } from './draw.ts';

/** Keywords and regular expressions as banks keep them: the shared set where it is, made-up ones for the rest. */
export type RuleSet = { keywords: string[]; regexes: string[]; shared: boolean };

const heads =
  '保证 承诺 确保 绝对 肯定 一定 担保 稳赚 包赚 零风险 无风险 刚性兑付 内部 特批 马上 直接 信不信我 你单位 你领导 你家人 你同事 你父母 你邻居 你朋友 紧急联系人 验证码 登录密码 支付密码 银行卡号 身份证号 有效期 安全码 共享屏幕 远程控制 短信 动态码 投诉 举报 曝光 起诉'.split(
    ' ',
  );
const tails =
  '收益 本金 回报 高收益 不亏 翻倍 回本 赚钱 安全 分红 打电话 发短信 去找 通知 转告 要钱 替你还 知道这事 说清楚 告诉我 发给我 报一下 念一下 提供给我 截图 输入 下载这个软件 法院 坐牢 拘留 判刑 查封 冻结 上门 收拾你 银监会 消保 人民银行 黑猫 平台 媒体 律师'.split(
    ' ',
  );
const closers = ['', '试试', '最后一天', '你信不信', '国家担保', '今天就', '不然', '随时可以', '没问题', '放心'];

const frames: { first: string[]; second: string[] }[] = [
  { first: heads.slice(0, 12), second: tails.slice(0, 10) },
  { first: heads.slice(14, 25), second: tails.slice(10, 19) },
  { first: ['逾期', '不还', '还不上', '拖着', '赖账', '欠款', '失联', '违约'], second: tails.slice(27, 36) },
  { first: ['告诉我', '报一下', '提供', '说一下', '念给我', '发给我', '截图'], second: heads.slice(25, 36) },
  { first: ['定期', '存款', '国债', '活期', '大额存单'], second: ['一样', '差不多', '没区别', '灵活', '安全', '利息'] },
  { first: heads.slice(36), second: tails.slice(36) },
  { first: ['经理', '主管', '行长', '领导', '总监'], second: ['特批', '内部', '额度', '关系', '审批'] },
  { first: ['您就', '您只要', '你直接', '您尽管'], second: ['签字', '点同意', '点确认', '回答是', '说清楚'] },
];
const runs = [
  '1[3-9][0-9]{9}',
  '[0-9]{15,18}[0-9xX]?',
  '[0-9]{16,19}',
  '[零一二三四五六七八九幺]{6,}',
  '[A-Z]{2,3}[0-9]{4,}',
  '[哈呵]{4,}',
];

const madeRegex = (draw: Draw): string => {
  if (draw.below(25) === 0)
    return `年化.{0,${2 + draw.below(5)}}(?:百分之)?[一二三四五六七八九十0-9]{1,3}(?:${draw.some(['左右', '以上', '以内', '上下', '多一点'], 2).join('|')})`;
  const frame = draw.one(frames);
  const part = (list: string[]): string => `(?:${draw.some(list, 2 + draw.below(3)).join('|')})`;
  return `${part(frame.first)}.{0,${3 + draw.below(10)}}${part(frame.second)}`;
};

const fill = (from: readonly string[], count: number, make: () => string): string[] => {
  const all = new Set(from);
  while (all.size < count) all.add(make());
  return [...all].slice(0, count);
};

const sharedSet = (): Pick<RuleSet, 'keywords' | 'regexes'> | undefined => {
  const file = new URL('../../../shared/data/rules/synthetic_rules_800kw_300rx.json', import.meta.url);
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : undefined;
};

/** So many keywords and regular expressions, all different; the larger set holds the smaller one. */
export const ruleSet = (keywords: number, regexes: number, draw: Draw): RuleSet => {
  const shared = sharedSet();
  const word = (): string => draw.one(heads) + draw.one(tails) + draw.one(closers);
  return {
    keywords: fill(shared?.keywords ?? [], keywords, word),
    regexes: fill(shared?.regexes ?? runs, regexes, () => madeRegex(draw)),
    shared: shared !== undefined,
  };
};

/** One label per keyword and per regular expression. */
export const labelsOf = ({ keywords, regexes }: RuleSet): LabelSpec[] => {
  const none = { any: [], seq: [], not: [], fuzzy: [], maxError: 0.25, regex: [] };
  return [
    ...keywords.map((word, i) => ({ ...none, name: `k${i}`, any: [word] })),
    ...regexes.map((source, i) => ({ ...none, name: `r${i}`, regex: [source] })),
  ];
};
