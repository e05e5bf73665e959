import { type Said, without } from './said.ts';

/** Words that hold a negator and deny nothing. */
const harmless =
  /不管|不论|不但|不仅|不光|不只|不过|不如|不错|不然|不用(担心|怕|管)|不瞒|不同|不断|差不多|要不|没事|没问题|没关系|没得说|别不信|不信|没(有)?(人|谁|哪家|什么)?(能)?比|不是我吹|别担心|别怕|别看|特别|区别|类别|级别|识别|别的|别人|无论|非常|未来|对不起|不好意思|不少|不就是|不是我说|(?<verb>[是能会要有对好])[不没]\k<verb>|可不可以|保不保/g;

/** Each turns the meaning once: two of them cancel out. Rhetorical questions deny what they ask. */
const negator =
  /不|没|别|未|非(?!要)|无|莫|勿|岂|哪(能|会|敢|肯)|哪有|哪里(还)?有|哪来|谁(敢|能|会|说)|难道|怎么(会|可能|敢)|谈不上|算不上|称不上|取消|停售|禁止|杜绝|拒绝|严禁|从来?没/g;
const MOST_BACK = 12;

/** Said after the words: 保本是不可能的. */
const after =
  /^.{0,6}(是?不可能|不现实|是?不允许|不行|不成立|不存在|做不到|没有的事|是?假的|是?违规|是?违法|可?不能说|不敢(说|讲)|不(好|便)说|是不对|都?不能信|可?不能信|别信|没门|没戏|谁信|想都别想|(早就|已经|都)?(取消|停售|停发|下架)了|(这个|的)?(说法|讲法|话)(不对|是错|不准|不成立))/;

/** 不保本才怪: the whole is turned once more. */
const turnedAgain = /^.{0,8}(才怪|才奇怪|都难|就怪了)/;

const turnsOf = (lead: string): number => {
  const plain = without(lead, harmless).slice(-MOST_BACK);
  return [...plain.matchAll(negator)].length;
};

/** Whether the words are denied: an odd number of negations, or a denial after them. */
export const isDenied = ({ lead, tail, rest }: Said): boolean => {
  const turns = turnsOf(lead) + (turnedAgain.test(tail) ? 1 : 0);
  return (
    turns % 2 === 1 ||
    after.test(tail) ||
    /^[？?]?，?(想都别想|做梦|没门|不可能)/.test(rest) ||
    /^，?(那|这)(都)?是(不可能|假|没有的事|骗)/.test(rest)
  );
};
