import { type Said, without } from './said.ts';

/** 不是开玩笑 and 您说错了 take nothing back. */
const harmless =
  /(没有?|不是|不|可没)(跟[您你])?(说错|讲错|开(个)?玩笑|口误|搞错|弄错)|没看错|[您你他她](说|讲|记|搞|弄|听)错/g;
const takenBack =
  /开(个)?玩笑|(说|讲|搞|弄|记|念|读|看)(错|反)|口误|更正|收回|不对不对|应该是|应该说|纠正|(表述|表达|说得?|讲得?)(有误|不准|不对|不当|欠妥)|不准确|不严谨|有误|(准确|确切|严格)(地|来|的)?说|当我没(说|讲)|别当真|不算数|作废|不是那个意思|(当我|就当我?)瞎?(说|讲|扯)|瞎说的|不合适|道歉|嘴(快|瓢|误)|这嘴|[哎啊哦呃]，?(不是|不对)|不是[，,]我是说|(我)?是(想)?说|不不不?|说快了|口快|不作数|重新说|不太?合规|您忘了/;
/** 我收回刚才保本的说法. */
const before = /(收回|撤回|更正|纠正)(我|一下)?(刚才|刚刚|之前|前面|上面)?(说|讲)?的?[“「]?$/;

/** Whether the words are taken back after they were said; a correction that leads up to them is none. */
export const isRetracted = ({ lead, rest }: Said): boolean =>
  takenBack.test(without(rest, harmless)) || before.test(lead);
