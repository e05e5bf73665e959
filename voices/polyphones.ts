/** A reading forced by what stands around a character. `at` is its place inside the match. */
export type Forced = { pattern: RegExp; at: number; pinyin: string; tone: number };

const rule = (pattern: RegExp, at: number, reading: string): Forced => ({
  pattern,
  at,
  pinyin: reading.slice(0, -1),
  tone: Number(reading.slice(-1)),
});

/** Readings that come out wrong in the speech of finance otherwise; later ones win. */
export const forcedReadings: readonly Forced[] = [
  rule(/银行/g, 1, 'hang2'),
  rule(/(?:我们|咱们|你们|贵|本|我|他|同|跨)行(?!动|为|业|程|李|走|使|不行|得通|善)/g, -1, 'hang2'),
  rule(/(?<![进执举实施运发推流旅飞步])行[里内长员]/g, 0, 'hang2'),
  rule(/[不得要甭再没未该先能可已全]还(?=[款钱清债本贷了上]|$|[，。！？])/g, 1, 'huan2'),
  rule(/还(?:[款钱债贷息]|清(?!楚)|本(?!来|人))/g, 0, 'huan2'),
  rule(/[偿归退返缴]还/g, 1, 'huan2'),
  rule(/还清楚/g, 0, 'hai2'),
  rule(/重[置新复启签]/g, 0, 'chong2'),
  rule(/调解/g, 0, 'tiao2'),
  rule(/调解/g, 1, 'jie3'),
  rule(/干[嘛吗]/g, 0, 'gan4'),
  rule(/干嘛/g, 1, 'ma2'),
  rule(/差一?点/g, 0, 'cha4'),
  rule(/就当/g, 1, 'dang4'),
  rule(/琢磨/g, 0, 'zuo2'),
  rule(/琢磨/g, 1, 'mo0'),
  rule(/闭着眼/g, 1, 'zhe0'),
  rule(/睡(?:不|得)?着/g, -1, 'zhao2'),
  rule(/睡(?:不着|个|好|了一)觉/g, -1, 'jiao4'),
  rule(/个数/g, 1, 'shu4'),
  rule(/(?<=^|[，。！？、：“]|叫|姓|是|和)曾(?=[\u4e00-\u9fff]{0,2}(?:先生|女士|经理|总|行长))/g, 0, 'zeng1'),
  rule(/姓[曾]/g, 1, 'zeng1'),
  rule(/姓单/g, 1, 'shan4'),
  rule(/单(?=先生|女士|经理)/g, 0, 'shan4'),
  rule(/谢谢/g, 1, 'xie0'),
  rule(/保单/g, 1, 'dan1'),
  rule(/嗯/g, 0, 'n1'),
  rule(/哦/g, 0, 'o4'),
  rule(/呃/g, 0, 'e4'),
  rule(/诶/g, 0, 'ei2'),
  rule(/哎/g, 0, 'ai1'),
  rule(/期间为|间为|级为|率为|额为|限为|名为|均为|分为|定为|视为|称为/g, -1, 'wei2'),
  // 得: a duty after a person or an adverb, else the particle behind a verb. Words with 得 in them keep their reading.
  rule(/(?<=[\u4e00-\u9fff])(?<![获取值难所心求赢博应不只])得(?![到了知出起益以奖分意罪失体])/g, 0, 'de0'),
  rule(/(?<=[我你您他她它们咱谁也都就还是])得(?![到了出起上知益以奖分意罪失])/g, 0, 'dei3'),
  // 只: counts things after 这, 那, 每 or a number, else "only".
  rule(/(?<![这那每两一二三四五六七八九十百千几船])只(?!身)/g, 0, 'zhi3'),
  rule(/(?<=[这那每两一二三四五六七八九十百千几船])只(?![有是能要会需在])/g, 0, 'zhi1'),
  // 为: "be, become" unless it serves somebody or asks why.
  rule(/为(?![了您你他她我咱什何啥]|大家|客户|此)/g, 0, 'wei2'),
  rule(/为(?=[了您你他她我咱什何啥]|大家|客户|此)/g, 0, 'wei4'),
  rule(/因为/g, 1, 'wei4'),
];

/** Forced readings of a text by character position (UTF-16). */
export const forcedAt = (text: string, rules: readonly Forced[] = forcedReadings): Map<number, Forced> => {
  const forced = new Map<number, Forced>();
  for (const one of rules) {
    for (const match of text.matchAll(one.pattern)) {
      const offset = one.at < 0 ? match[0].length + one.at : one.at;
      forced.set(match.index + offset, one);
    }
  }
  return forced;
};
