import assert from 'node:assert/strict';
import { test } from 'node:test';
import { compilePack, testPack } from './index.ts';

/** Each operator with a sentence that raises it and one that looks like it: small packs that run their own tests. */
const operators: Record<string, string> = {
  'then: multi-turn anchors, each step measured from the one before': `
labels: {offer: {any: [新产品]}, no: {any: [不要]}, push: {any: [再考虑]}}
rules: [{id: R, forbid: agent says offer then customer says no within 2 turns then agent says push within 1 turns}]
tests:
  - {name: pushed on, expect: [R], events: ["agent: 有款新产品", "customer: 不要", "agent: 您再考虑一下"]}
  - {name: let go, expect: [], events: ["agent: 有款新产品", "customer: 不要", "agent: 好的", "agent: 您再考虑一下"]}`,
  'not within and: something came and something else did not': `
labels: {debt: {any: [欠款]}, verify: {any: [是本人]}}
rules: [{id: R, forbid: agent says debt and not customer says verify}]
tests:
  - {name: never verified, expect: [R], events: ["agent: 您有欠款"]}
  - {name: verified, expect: [], events: ["customer: 是本人", "agent: 您有欠款"]}`,
  'before … forbid: too early': `
labels: {notice: {any: [录音录像]}, price: {any: [收益]}}
rules: [{id: R, before: agent says notice, forbid: agent says price}]
tests:
  - {name: sale before the notice, expect: [R], events: ["agent: 收益不错", "agent: 下面录音录像"]}
  - {name: notice never came, expect: [R], events: ["agent: 收益不错"]}
  - {name: right order, expect: [], events: ["agent: 下面录音录像", "agent: 收益不错"]}
  - {name: nothing can be told of a piece, scope: extract, expect: [], undecidable: [R], events: ["agent: 收益不错"]}`,
  'anchors: first, last, any': `
labels: {ask: {any: [清楚吗]}}
rules:
  - {id: first, after: agent says ask, anchors: first, require: customer answers yes within 1 turns}
  - {id: last, after: agent says ask, anchors: last, require: customer answers yes within 1 turns}
  - {id: any, after: agent says ask, anchors: any, require: customer answers yes within 1 turns}
  - {id: each, after: agent says ask, require: customer answers yes within 1 turns}
tests:
  - {name: only the last, expect: [first, each], events: ["agent: 清楚吗", "customer: 不清楚", "agent: 清楚吗", "customer: 清楚"]}
  - {name: only the first, expect: [last, each], events: ["agent: 清楚吗", "customer: 清楚", "agent: 清楚吗", "customer: 不清楚"]}
  - {name: none, expect: [first, last, any, each], events: ["agent: 清楚吗", "customer: 不清楚"]}`,
  'within same turn, and an excuse before': `
labels: {a: {any: [保本]}, b: {any: [签字]}, wait: {any: [请稍等]}}
rules:
  - {id: same, after: agent says a, forbid: agent says b within same turn}
  - {id: quiet, forbid: silence > 5s, unless: agent says wait within 1 turns before}
tests:
  - {name: in one breath, only: [same], expect: [same], events: ["agent: 保本的快签字"]}
  - {name: the next turn, only: [same], expect: [], events: ["agent: 保本的", "agent: 快签字"]}
  - {name: announced, only: [quiet], expect: [], events: ["1-2 agent: 请稍等", "12-13 agent: 查到了"]}
  - {name: not announced, only: [quiet], expect: [quiet], events: ["1-2 agent: 请稍等", "3-4 agent: 查到了", "12-13 agent: 您好"]}`,
  'places: turns, role, share, first and last': `
labels: {hi: {any: [您好]}, bye: {any: [再见]}}
rules:
  - {id: turns, require: "agent says hi in turns [0, 1]"}
  - {id: own, require: agent says hi in first 1 turns of agent}
  - {id: ending, require: agent says bye in last 1 turns of agent}
  - {id: share, require: agent says bye in last 20%}
tests:
  - {name: all in place, expect: [], events: ["0-1 customer: 喂", "1-2 agent: 您好", "90-91 agent: 再见", "95-100 customer: 嗯"]}
  - {name: too late, expect: [turns, own], events: ["0-1 agent: 喂", "2-3 customer: 说", "4-5 agent: 您好", "90-100 agent: 再见"]}
  - {name: too early, expect: [ending, share], events: ["0-1 agent: 您好再见", "50-51 agent: 还有", "99-100 agent: 嗯"]}`,
  'during a step': `
labels: {talk: {any: [收益]}}
rules: [{id: R, forbid: agent says talk during step(signature)}]
tests:
  - {name: while signing, expect: [R], events: ["10-20 step: signature", "12-13 agent: 收益很好"]}
  - {name: before, expect: [], events: ["10-20 step: signature", "2-3 agent: 收益很好"]}
  - {name: no steps known, expect: [], undecidable: [R], events: ["2-3 agent: 收益很好"]}`,
  'some of, order and distance of labels': `
labels: {a: {any: [本金]}, b: {any: [收益]}, c: {any: [期限]}}
rules:
  - {id: two, "forbid": "agent says 2 of (a, b, c)"}
  - {id: order, forbid: agent says (a before 5 b)}
tests:
  - {name: two and in order, expect: [two, order], events: ["agent: 本金和收益"]}
  - {name: two in the other order, expect: [two], events: ["agent: 收益和本金"]}
  - {name: one, expect: [], events: ["agent: 本金"]}`,
  'states … differing from a record field': `
rules: [{id: R, forbid: agent states money differing from field amount}]
tests:
  - {name: another sum, fields: {amount: 300000}, expect: [R], events: ["agent: 您这笔是二十万元"]}
  - {name: the same sum in other words, fields: {amount: 300000}, expect: [], events: ["agent: 您这笔是30万块"]}
  - {name: the field is not there, expect: [], undecidable: [R], events: ["agent: 您这笔是二十万元"]}`,
  'read-back: the customer repeats what the agent said': `
rules:
  - {id: wrong, forbid: customer states money differing from agent, unless: agent states money differing from customer within 2 turns}
  - {id: missing, after: agent states days, require: customer states days matching agent within 3 turns}
tests:
  - {name: right, expect: [], events: ["agent: 三十万，九十天，您复述一下", "customer: 30万，90天"]}
  - {name: wrong and nobody minds, expect: [wrong, missing], events: ["agent: 三十万，九十天，您复述一下", "customer: 二十万，九十一天", "agent: 好的"]}
  - {name: wrong and corrected, only: [wrong], expect: [], events: ["agent: 三十万", "customer: 二十万", "agent: 不是，是三十万"]}`,
  'states with a bound': `
rules: [{id: R, forbid: agent states percent where value > 24}]
tests:
  - {name: over, expect: [R], events: ["agent: 年化百分之三十六"]}
  - {name: under, expect: [], events: ["agent: 年化百分之十八点五"]}`,
  'covers: key points of a script': `
labels: {fee: {any: [管理费]}, term: {any: [封闭期]}, loss: {any: [亏损]}, level: {any: [风险等级]}}
rules:
  - {id: most, "require": "agent covers (fee, term, loss, level) >= 75%"}
  - {id: order, require: "agent covers (level, loss) in order"}
tests:
  - {name: three of four, expect: [], events: ["agent: 风险等级是R3，可能亏损", "agent: 管理费千分之二"]}
  - {name: two of four in the wrong order, expect: [most, order], events: ["agent: 可能亏损", "agent: 风险等级是R3"]}`,
  'repeats: near-duplicates of one’s own sentences': `
rules: [{id: R, forbid: customer repeats >= 3 similar 0.6}]
tests:
  - {name: three times, expect: [R], events: ["customer: 你们什么时候给我退钱", "agent: 请稍等", "customer: 到底什么时候给我退钱", "customer: 你们什么时候给我退钱啊"]}
  - {name: twice, expect: [], events: ["customer: 你们什么时候给我退钱", "customer: 到底什么时候给我退钱", "customer: 好的谢谢您"]}`,
  'overall: pace, share of talk, turns, length': `
rules:
  - {id: pace, forbid: overall pace(agent) > 5}
  - {id: talk, forbid: overall talk(agent) > 0.8}
  - {id: turns, forbid: overall turns(customer) < 1}
  - {id: long, forbid: overall duration > 1min}
tests:
  - {name: all, expect: [pace, talk, turns, long], events: ["60-61 agent: 一二三四五六七八九十"]}
  - {name: none, expect: [], events: ["0-2 agent: 一二三四", "2-4 customer: 一二三四"]}
  - {name: no times, expect: [], undecidable: [pace, talk, long], events: ["agent: 一", "customer: 二"]}`,
  'silence after whom and before whom': `
rules: [{id: R, forbid: silence > 3s after customer before agent}]
tests:
  - {name: slow to answer, expect: [R], events: ["0-1 customer: 怎么退", "6-7 agent: 我看看"]}
  - {name: the customer thinks, expect: [], events: ["0-1 agent: 您看看", "6-7 customer: 好"]}`,
  'length and speed of a turn': `
labels: {risk: {any: [风险]}}
rules: [{id: R, forbid: agent says risk where rate > 5 and length >= 8}]
tests:
  - {name: long and fast, expect: [R], events: ["0-1 agent: 风险揭示一二三四五六"]}
  - {name: short and fast, expect: [], events: ["0-0.5 agent: 风险哈哈"]}
  - {name: long and slow, expect: [], events: ["0-5 agent: 风险揭示一二三四五六"]}`,
  'record: sums, totals, words, clocks in a zone': `
rules:
  - {id: sum, forbid: "fields callsToday + attemptsToday > 6"}
  - {id: total, forbid: "fields total(callsTodayByAgency) > 3"}
  - {id: word, forbid: "fields contains(businessType, 挂失)"}
  - {id: zone, forbid: "fields hour(callStart, debtorTimezone) >= 22 or hour(callStart, debtorTimezone) < 8"}
  - {id: other, forbid: "fields amount > field(limit)"}
tests:
  - {name: raised, fields: {callsToday: 3, attemptsToday: 4, callsTodayByAgency: {a: 2, b: 2}, businessType: 银行卡挂失, callStart: "2026-03-01T20:30:00+08:00", debtorTimezone: Asia/Tokyo, amount: 5, limit: 4}, expect: [sum, total, word], only: [sum, total, word], events: ["agent: 您好"]}
  - {name: late there, fields: {callStart: "2026-03-01T21:30:00+08:00", debtorTimezone: Asia/Tokyo}, only: [zone], expect: [zone], events: ["agent: 您好"]}
  - {name: early here, fields: {callStart: "2026-03-01T21:30:00+08:00", debtorTimezone: Asia/Shanghai}, only: [zone], expect: [], events: ["agent: 您好"]}
  - {name: a zone that is none, fields: {callStart: "2026-03-01T21:30:00+08:00", debtorTimezone: Mars/Base}, only: [zone], expect: [], undecidable: [zone], events: ["agent: 您好"]}
  - {name: against a field, fields: {amount: 5, limit: 4}, only: [other], expect: [other], events: ["agent: 您好"]}`,
  'like with a threshold, and words to fall back on': `
labels: {sure: {like: "reassure >= 0.8"}, either: {like: reassure, any: [放心]}}
rules:
  - {id: meaning, forbid: agent says sure}
  - {id: fallback, forbid: agent says either}
tests:
  - {name: without the detector, expect: [fallback], undecidable: [meaning], events: ["agent: 您放心"]}
  - {name: above the threshold, expect: [meaning, fallback], events: ["customer: 嗯", "agent: 没事的"], meaning: ["1 reassure 0.85"]}
  - {name: between the thresholds, expect: [fallback], events: ["agent: 没事的"], meaning: ["0 reassure 0.6"]}
  - {name: looked for and not there, expect: [], events: ["agent: 您好"], meaning: []}`,
};

for (const [name, body] of Object.entries(operators)) {
  test(name, () => {
    const result = compilePack(`pack: operator@1.0.0${body}\n`, { file: 'operator.yaml' });
    assert.ok(result.ok, JSON.stringify(result));
    assert.ok(result.pack.tests.length > 0);
    for (const outcome of testPack(result.pack))
      assert.ok(outcome.ok, `${outcome.name}: unexpected ${outcome.unexpected}, lacking ${outcome.lacking}`);
  });
}
