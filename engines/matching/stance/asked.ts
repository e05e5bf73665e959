import type { Said } from './said.ts';

/** A question that wants no answer claims something. */
const rhetorical = /难道|还能|怎么会|怎么可能|哪会|哪能|谁(不|敢|能|会|还)|还怕|还愁|还不|不就是|岂/;
const choice = /是不是|有没有|能不能|会不会|要不要|行不行|保不保|是否|可不可以|能否|会否|与否|(.)[不没]\1/;
/** 存多少都保本 asks nothing. */
const wanted =
  /有几(款|个|种|家)|哪(些|款|个|家|种)(?!.{0,6}都)|(有|是|到)多少(?!.{0,6}都)|几个点|几成|什么(意思|叫)|怎么(保|个)|凭(什么|啥)|为(什么|啥|何)/;
const asking = /(请问|想问|问一下|问问|咨询|了解一下|打听|到底|究竟)/;
const particle = /([吗么]|(?<=.)不(能|是|会|行)?|呢|(?<!的|就是.{0,8})嘛)[啊呀哈]?$/;
/** 呢 and the like ask only together with a question word. */
const soft = /呢[啊呀哈]?$/;

/** 保本不保本: the words again after a 不. */
const repeats = ({ words, tail }: Said): boolean =>
  /(.)[不没]\1/.test(words) || (tail[0] === '不' && tail[1] !== undefined && words.startsWith(tail[1]));

/** Whether the clause of the words asks. */
export const isAsked = (said: Said): boolean => {
  const { lead, tail, words, mark } = said;
  const clause = lead + words + tail;
  if (rhetorical.test(clause)) return false;
  if (mark === '？' || mark === '?' || repeats(said) || choice.test(clause) || asking.test(lead)) return true;
  if (wanted.test(lead + tail)) return true;
  return particle.test(clause) && !soft.test(clause);
};
