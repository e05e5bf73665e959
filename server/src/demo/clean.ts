import type { DemoScript } from './script.ts';

const voices = { agent: 'zm_yunjian', customer: 'zf_xiaoxiao' } as const;

/**
 * A remote sale of a wealth product as it should go: every point told, every question answered. Only the seller is in the
 * picture, so that lips and sound can be compared.
 */
export const cleanWealthSale: DemoScript = {
  id: 'demo-wealth-clean',
  title: { zh: '理财销售（合规示例）', en: 'Wealth sale, as it should go' },
  product: 'bank',
  fields: {
    productType: 'wealth_own',
    productLevel: 'R2',
    customerLevel: 'C3',
    customerAge: 38,
    investorType: 'ordinary',
    amount: 50_000,
    termYears: 1,
    channel: 'remote',
  },
  voices,
  people: ['agent'],
  turns: [
    { role: 'agent', text: '您好，为保护您的权益，这次办理会全程录音录像，您同意吗？' },
    { role: 'customer', text: '我同意。' },
    { role: 'agent', text: '我是海棠银行理财经理李明，工号零三五八。' },
    { role: 'agent', text: '您购买的产品是海棠稳盈一号理财，由我行自营发行，不是存款。' },
    { role: 'agent', text: '产品风险等级为二级，您的风险等级为三级，两者匹配。' },
    { role: 'agent', text: '本产品不保证本金和收益，您可能损失本金。业绩比较基准不代表实际收益，不是收益承诺。' },
    { role: 'agent', text: '产品期限一年，封闭期内不能提前赎回。管理费每年百分之零点三，由我行收取。' },
    { role: 'agent', text: '以上风险您清楚吗？您是自愿购买吗？' },
    { role: 'customer', text: '我清楚，我自愿购买。' },
    { role: 'agent', text: '如果您不满意，可以拨打我行客服电话投诉。感谢您的配合。' },
  ],
  directions: [],
  expected: [],
};

/** A sale of an annuity with the points of insurance: not a deposit, period, exemptions, hesitation period. */
export const cleanInsuranceSale: DemoScript = {
  id: 'demo-insurance-clean',
  title: { zh: '年金保险销售（合规示例）', en: 'Annuity sale, as it should go' },
  product: 'ins',
  fields: {
    productType: 'annuity',
    customerAge: 42,
    amount: 10_000,
    payYears: 5,
    termYears: 20,
    channel: 'agencyBank',
  },
  voices,
  people: ['agent'],
  turns: [
    { role: 'agent', text: '您好，为保护您的权益，这次办理会全程录音录像，您同意吗？' },
    { role: 'customer', text: '我同意。' },
    { role: 'agent', text: '我是青松人寿保险公司的李明，工号零二一六。' },
    { role: 'agent', text: '您购买的产品是青松人寿福满年金保险，这是保险产品，不是银行存款。' },
    { role: 'agent', text: '每年交保险费一万元，交费期五年，保险期间二十年。' },
    { role: 'agent', text: '您有十五天的犹豫期，也就是冷静期，或者叫反悔期。过了冷静期再退保，会有损失。' },
    {
      role: 'agent',
      text: '保险条款里的责任免除您要看清楚，比如酒后驾车、投保前已有的病，是不赔的。请如实告知健康情况，我们会电话回访。',
    },
    { role: 'agent', text: '身故保险金需要被保险人同意，您同意吗？' },
    { role: 'customer', text: '我同意。' },
    { role: 'agent', text: '以上内容您清楚吗？您是自愿投保吗？' },
    { role: 'customer', text: '我清楚，我自愿投保。' },
    { role: 'agent', text: '如果您不满意，可以拨打公司客服电话投诉。感谢您的配合。' },
  ],
  directions: [],
  expected: [],
};
