import { type Said, without } from './said.ts';

/** A seller who swears he is no swindler does not warn. */
const harmless =
  /(不是|不像|哪是|又不是)(什么)?(骗子|骗局|诈骗|骗人)|(不会|没有?|不|别怕|不怕|不用怕|不用担心|怎么会)(被)?(骗|诈骗|害您|上当|违规|违法)(人|您|你)?|小心驶得万年船|小心翼翼|别不当回事|(别人|人家|他们)(那|那个)?(才)?是(骗子|骗局|骗人)(的)?|提高警惕(是|当然)(对|好|应该)/g;

/** Right before the words, in their own clause. */
const lookout = /谨防|小心|当心|警惕|提防|防范|防止|留个心眼|警觉|提高警惕/;
const forbid =
  /(不要|千万别|千万不|别|勿|不得|不能|不可)(随便|轻易|再|去)?(把|将|给|向|对|告诉|转|透露|泄露|提供|点击?|相信|听信|轻信|信)/;

/** Anywhere in the sentence or after it. */
const told =
  /(不要|别|不可|不能|勿|不)(轻易)?(相信|听信|轻信)|[别莫]信|不能信|不可信|信不得|切勿|切记不|骗子|骗局|诈骗|骗人|骗钱|害您|上当|受骗|陷阱|违规|违法|犯法|红线|不允许|不合规|馅饼|猫腻|多个?心眼|绕(着|开)走?|掂量|千万别(理|搭理)|套路|忽悠|被坑|旗号|圈钱|不要碰|别碰|离.{0,12}远(一)?点|打(个|上)?问号|不靠谱|留神|擦亮眼睛|提高警惕|多留心/;
const meeting = /(遇到|遇见|碰到|碰见|收到|接到|凡是|一旦|发现)/;
const report = /报警|举报|投诉|挂断|挂掉|挂电话|拨打110|远离|不要理/;

/** Whether the words are warned of. */
export const isWarned = ({ lead, sentence, around }: Said): boolean => {
  const whole = without(around, harmless);
  const near = without(lead, harmless);
  if (lookout.test(near) || forbid.test(near)) return true;
  return told.test(whole) || (meeting.test(sentence) && report.test(whole));
};
