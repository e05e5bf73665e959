import { cleanWealthSale } from './clean.ts';
import type { DemoScript } from './script.ts';

const { voices } = cleanWealthSale;
/** At the counter, both in the picture. */
const fields = { ...cleanWealthSale.fields, channel: 'counter' };

/** The seller promises principal and return and plays down the risk. */
export const promisedReturn: DemoScript = {
  id: 'demo-promised-return',
  title: { zh: '承诺保本保收益', en: 'Principal and return promised' },
  product: 'bank',
  fields: { ...fields, productLevel: 'R3' },
  voices,
  people: ['agent', 'customer'],
  turns: [
    { role: 'agent', text: '您好，为保护您的权益，这次办理会全程录音录像，您同意吗？' },
    { role: 'customer', text: '我同意。' },
    { role: 'agent', text: '我是海棠银行理财经理李明，工号零三五八。' },
    { role: 'agent', text: '这是我行自营的理财产品，期限一年，产品风险等级为三级，您的风险等级为三级，两者匹配。' },
    { role: 'customer', text: '会不会亏本？' },
    { role: 'agent', text: '您放心，这个产品保本保收益，到期肯定能拿到百分之五，本金一分不少。' },
    { role: 'customer', text: '那就好。' },
    { role: 'agent', text: '跟存款一样安全，没有任何风险，签字只是走个形式。' },
    { role: 'customer', text: '好的，我买五万元。' },
    { role: 'agent', text: '如果您不满意，可以拨打我行客服电话投诉。' },
  ],
  directions: [],
  expected: ['sale.promise_return', 'sale.downplay_risk', 'say.no_guarantee', 'say.fees'],
};

/** The customer never says yes, and nobody tells of the risk. */
export const vagueAnswers: DemoScript = {
  id: 'demo-vague-answers',
  title: { zh: '应答含糊、未揭示风险', en: 'Vague answers, no risk disclosure' },
  product: 'bank',
  fields: { ...fields, customerAge: 58 },
  voices,
  people: ['agent', 'customer'],
  turns: [
    { role: 'agent', text: '您好，为保护您的权益，这次办理会全程录音录像，您同意吗？' },
    { role: 'customer', text: '这个嘛，我再考虑考虑。' },
    { role: 'agent', text: '好，我们继续。我是海棠银行理财经理李明，工号零三五八。' },
    { role: 'agent', text: '您购买的产品是海棠稳盈一号理财，由我行自营发行，不是存款，产品期限一年。' },
    { role: 'agent', text: '管理费每年百分之零点三，由我行收取。以上内容您清楚吗？' },
    { role: 'customer', text: '应该吧，我不太清楚。' },
    { role: 'agent', text: '没关系，我们继续办理，请您先签字。' },
    { role: 'customer', text: '这个，我先考虑考虑吧。' },
    { role: 'agent', text: '如果您不满意，可以拨打我行客服电话投诉。' },
  ],
  directions: [],
  expected: ['answer.consent', 'answer.negative', 'say.no_guarantee', 'say.risk_level'],
};

/** Everything is said, but the customer leaves the picture during the disclosure and a third person stands by. */
export const leftThePicture: DemoScript = {
  id: 'demo-left-picture',
  title: { zh: '客户离开画面、无关人员入镜', en: 'Nobody in the picture, then a stranger' },
  product: 'bank',
  fields,
  voices,
  people: ['agent', 'customer'],
  turns: [...cleanWealthSale.turns],
  directions: [
    { person: 'agent', what: 'away', fromTurn: 5, toTurn: 6 },
    { person: 'customer', what: 'away', fromTurn: 5, toTurn: 6 },
    { person: 'visitor', what: 'present', fromTurn: 7, toTurn: 9 },
  ],
  expected: ['frame.face_out', 'frame.stranger'],
};
