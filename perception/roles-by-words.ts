import type { FactDraft, Role } from '@mingjian/timeline';

/**
 * Who of two voices is the member of staff, by what they say: only staff give a staff number, name their institution as theirs,
 * read notices and disclosures, and ask in the forms of the trade. A customer may say one such thing; that is why the voices must
 * differ clearly.
 */
const staffSays =
  /工号|我是.{0,10}(银行|保险|人寿|证券|信托|公司|中心|行的).{0,8}(经理|专员|顾问|客服|坐席|柜员|工作人员)|这里是.{0,12}(银行|保险|中心|公司|客服)|全程.{0,4}(录音|录像)|录音录像|请问(您|你)|请您|为您|帮您|跟您(说明|核对|确认|介绍)|您(这边|看一下|需要|是否|确认|清楚|听明白|听清楚)|您的(风险|等级|身份证|贷款|账单|保单)|提醒您|告知您|投诉.{0,6}(电话|热线)|还有(什么|其他).{0,6}(帮|需要)|感谢您|祝您/g;

const cuesIn = (texts: readonly string[]): number =>
  texts.reduce((sum, text) => sum + (text.match(staffSays)?.length ?? 0), 0);

export type WordRoles = { A: Role; B: Role; confidence: number; reason?: string };

/** Cues that the staff's voice must have at least, and how many times those of the other voice. */
const leastCues = 4;
const timesMore = 4;

/** Roles of two voices by their words; both `unknown` when the words do not tell them clearly apart. */
export const rolesByWords = (said: { A: readonly string[]; B: readonly string[] }): WordRoles => {
  const cues = { A: cuesIn(said.A), B: cuesIn(said.B) };
  const [staff, other] = cues.A >= cues.B ? (['A', 'B'] as const) : (['B', 'A'] as const);
  const clear = cues[staff] >= leastCues && cues[staff] >= timesMore * cues[other];
  if (!clear)
    return {
      A: 'unknown',
      B: 'unknown',
      confidence: 0,
      reason: `两个声音说的话分不出谁是工作人员（${cues.A} 对 ${cues.B}）`,
    };
  const confidence = Math.round((1 - (cues[other] + 1) / (cues[staff] + 2)) * 100) / 100;
  return staff === 'A' ? { A: 'agent', B: 'customer', confidence } : { A: 'customer', B: 'agent', confidence };
};

/** Gives every utterance the role of the voice that spoke most of it. */
export const withRoles = (facts: readonly FactDraft[], turns: readonly FactDraft[], roles: WordRoles): FactDraft[] =>
  facts.map((fact) => {
    if (fact.name !== 'speech.text' && fact.name !== 'voice.active') return fact;
    const voice = voiceOf(fact, turns);
    return voice === undefined ? fact : { ...fact, role: roles[voice] };
  });

/** The voice (`A` or `B` of `speaker.turn`) that holds most of a stretch. */
export const voiceOf = (fact: Pick<FactDraft, 't' | 'end'>, turns: readonly FactDraft[]): 'A' | 'B' | undefined => {
  const shares = { A: 0, B: 0 };
  for (const turn of turns) {
    const shared = Math.min(fact.end ?? fact.t, turn.end ?? turn.t) - Math.max(fact.t, turn.t);
    if (shared > 0 && (turn.value === 'A' || turn.value === 'B')) shares[turn.value] += shared;
  }
  if (shares.A === 0 && shares.B === 0) return undefined;
  return shares.A >= shares.B ? 'A' : 'B';
};
