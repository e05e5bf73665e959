import type { Conversation } from '@mingjian/timeline';

/** Two conversations without sound: they show at once, before the spoken ones are made. */
export const demoTextSamples: Conversation[] = [
  {
    id: 'demo-text-collection',
    product: 'collect',
    fields: { channel: 'phone', callee: 'debtor' },
    turns: [
      { role: 'agent', text: '您好，请问是陈先生吗？我是海棠银行信用卡中心，工号二零一七，本次通话会录音。' },
      { role: 'customer', text: '我是，什么事？' },
      { role: 'agent', text: '您的信用卡账单已经逾期十二天，请您尽快还款。' },
      { role: 'customer', text: '我最近手头紧，能不能分期还？' },
      { role: 'agent', text: '不能分期。今天不还，我就给您单位和家里人一个一个打电话，让大家都知道您欠钱不还。' },
      { role: 'customer', text: '你们怎么能这样？我要投诉。' },
      { role: 'agent', text: '投诉也没有用，您自己看着办。' },
    ],
  },
  {
    id: 'demo-text-service',
    product: 'service',
    fields: { channel: 'hotline' },
    turns: [
      { role: 'agent', text: '您好，这里是海棠银行客服，工号一零八六，请问有什么可以帮您？' },
      { role: 'customer', text: '我的卡丢了，想挂失。' },
      { role: 'agent', text: '好的，请您先别着急。为了核实身份，请说出您的姓名和卡号后四位。' },
      { role: 'customer', text: '我叫周敏，后四位是六六一二。' },
      { role: 'agent', text: '谢谢周女士，信息核对无误，挂失已经办好，立即生效。补卡请带身份证到任意网点。' },
      { role: 'customer', text: '好的，谢谢。' },
      { role: 'agent', text: '请问还有其他可以帮您的吗？' },
      { role: 'customer', text: '没有了。' },
      { role: 'agent', text: '感谢您的来电，祝您生活愉快，再见。' },
    ],
  },
];
