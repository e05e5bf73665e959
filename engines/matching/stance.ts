/**
 * How a matched stretch is said. What separates a violation from an innocent sentence is who says it and how; these are
 * operators of the rule language (`asserts`, `denies`, `asks`, `quotes`, `warns`), not exceptions written into packs.
 */
export type Stance = {
  denied: boolean;
  asked: boolean;
  quoted: boolean;
  supposed: boolean;
  warned: boolean;
  retracted: boolean;
};

const clauseBreak = /[，,。！!？?；;：:…—\n]/;
const sentenceBreak = /[。！!？?；;\n]/;

const clauseAround = (text: string, start: number, end: number): { from: number; to: number } => {
  let from = start;
  while (from > 0 && !clauseBreak.test(text[from - 1] as string)) from--;
  let to = end;
  while (to < text.length && !clauseBreak.test(text[to] as string)) to++;
  return { from, to };
};

const sentenceStart = (text: string, start: number): number => {
  let from = start;
  while (from > 0 && !sentenceBreak.test(text[from - 1] as string)) from--;
  return from;
};

/** Words that hold a negator and deny nothing. */
const harmless =
  /不管|不但|不仅|不光|不只|不过|不如|不错|不然|不用担心|不用怕|不用管|不瞒|差不多|要不|没事|没问题|不信|别担心|别怕|别看|特别|区别|别的|别人|无论|非常|对不起|不好意思|不少|不就是|是不是|能不能|会不会|要不要|可不可以|有没有|好不好/g;
const negator = /不|没|别|未|非|无|莫|勿|岂|哪能|谁敢|禁止|杜绝|拒绝/g;
const rhetorical = /难道|还能|怎么会|怎么可能|哪会|哪能|谁不|还怕|还愁|还不/;

const deniedBefore = (lead: string): boolean => {
  const plain = lead.replaceAll(harmless, (word) => '〇'.repeat(word.length)).slice(-10);
  return [...plain.matchAll(negator)].length % 2 === 1;
};
const deniedAfter =
  /^.{0,6}(是?不可能|不现实|是?不允许|不行|不成立|不存在|做不到|没有的事|是?假的|是?违规|是?违法|可?不能说|不敢说|是不对|都?不能信|可?不能信|别信)/;

const reporter =
  /(听.{0,6}(说|讲)|据说|号称|声称|所谓|传说|(他们?|她们?|人家|别人|有人|同事|朋友|邻居|骗子|对方|网上|谁|隔壁|别家|那个(人|小伙子|姑娘|业务员|经理)|客户经理|业务员|小姑娘|上次|当初|当时|你们?).{0,14}(说|讲|告诉|承诺|保证|答应))/;
const example = /比如|例如|譬如|反面|举个例子|比方|像什么|这种话|诸如|类似/;
const suppose = /如果|要是|假如|假设|万一|倘若|即使|就算|除非/;
const warning =
  /谨防|小心|当心|警惕|提防|防范|留个心眼|千万(别|不要)|切勿|切记不|不要相信|别相信|别信|不能信|不可信|骗子|骗局|诈骗|骗人|害您|上当|违规|违法|红线|不允许|不要(随便|轻易)?(给|告诉|转)/;
const takenBack = /开(个)?玩笑|说错|口误|更正|收回(刚才|这)|不对不对|应该是说|纠正|说反了|讲错/;

/** Judges the stretch [start, end) of a turn. Conservative both ways: only its own clause and sentence are looked at. */
export const stanceOf = (text: string, start: number, end: number): Stance => {
  const { from, to } = clauseAround(text, start, end);
  const sentence = text.slice(sentenceStart(text, start), start);
  const clause = text.slice(from, to);
  const tail = text.slice(end, to);
  const mark = text[to] ?? '';
  const inQuotes = /[“"「『'][^”"」』']*$/.test(text.slice(0, start)) && /^[^“"「『']*[”"」』']/.test(text.slice(end));
  const asksByForm =
    /[吗么嘛]$|(是不是|有没有|能不能|会不会|保不保|是否|可不可以)/.test(clause) || mark === '？' || mark === '?';
  const rest = text.slice(start);
  const around = text.slice(sentenceStart(text, start));
  return {
    denied: deniedBefore(text.slice(from, start)) || deniedAfter.test(tail),
    asked: asksByForm && !rhetorical.test(clause),
    quoted: inQuotes || reporter.test(sentence) || example.test(sentence),
    supposed: suppose.test(text.slice(from, start)),
    warned: warning.test(around),
    retracted: takenBack.test(rest),
  };
};

/** Said, meant, and standing: none of the ways that take the edge off. */
export const isAsserted = (s: Stance): boolean =>
  !(s.denied || s.asked || s.quoted || s.supposed || s.warned || s.retracted);
