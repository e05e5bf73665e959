import type { Said } from './said.ts';

const suppose =
  /如果|要是|假如|假设|假使|万一|倘若|倘使|若是|即使|即便|就算|哪怕|除非|但凡|哪天|真有|[要若]真|真要|换成|要不是|[若倘]能|假定|设若/;
/** 保本的话我就买, 保本我就跟你姓. */
const conditionAfter =
  /^.{0,4}的话(?!题|术|费)|^的?，?我(就|才|马上|立刻|立马|第一个)|^.{0,6}(就好了|就跟[你您他]姓|倒立|那就不叫|(那)?(当然|敢情|才|自然)好)/;

/** Whether the words stand in a condition of their own clause (如果您今天买，这个保本 is none). */
export const isSupposed = ({ lead, tail }: Said): boolean =>
  suppose.test(lead) ||
  conditionAfter.test(tail) ||
  (/只有/.test(lead) && /才/.test(tail)) ||
  (/想.{0,4}$/.test(lead) && /^.{0,2}就得/.test(tail));
