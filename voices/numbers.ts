import { readDigits, readNumber, readWhole } from './numerals.ts';

type Reading = { pattern: RegExp; say(...groups: string[]): string };

const number = String.raw`(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?`;
/** Words after which a number names something and is read digit by digit. */
const naming =
  '(?:尾号|末尾|分机|工号|验证码|号码|卡号|账号|帐号|单号|编号|证号|密码|电话|手机|热线|客服|拨打|致电|备案号|代码|保单号|合同号|流水号|邮编)(?:是|为|：|:|，)?\\s*';
const measureWords =
  '个|位|名|次|种|项|款|条|份|张|家|间|层|遍|倍|天|周|年|元|块|万|千|亿|笔|只|支|部|台|本|件|套|批|轮|步|点|分钟|小时|个月|成|人';

/** Longest first where they overlap: a date is not a subtraction, a percentage range is not two numbers. */
const readings: Reading[] = [
  // Identity numbers: 17 digits and a check character.
  { pattern: /(?<!\d)(\d{17}[\dXx])(?![\dA-Za-z])/g, say: (id) => readDigits(id, { yao: true }) },
  {
    pattern: /(?<!\d)(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?!\d)/g,
    say: (year, month, day) => `${readDigits(year)}年${readWhole(month)}月${readWhole(day)}日`,
  },
  { pattern: /(?<!\d)(\d{4})(?=[年版])/g, say: (year) => readDigits(year) },
  { pattern: /(?<!\d)(\d{1,2}):(\d{2})(?::(\d{2}))?(?!\d)/g, say: (...clock) => readClock(clock) },
  // Hotlines and phones with hyphens.
  { pattern: /(?<!\d)([48]00)-?(\d{3})-?(\d{4})(?!\d)/g, say: (...parts) => readDigits(parts.join(''), { yao: true }) },
  { pattern: /(?<!\d)(0\d{2,3})-(\d{7,8})(?!\d)/g, say: (...parts) => readDigits(parts.join(''), { yao: true }) },
  {
    pattern: new RegExp(`(${naming})([\\dXx][\\d\\- ]*[\\dXx]|\\d)(?![%‰.]?\\d)`, 'g'),
    say: (word, code) => word + readDigits(code.replace(/[- ]/g, ''), { yao: true }),
  },
  {
    pattern: new RegExp(`(${number})%\\s*[-~～—至到]\\s*(${number})%`, 'g'),
    say: (low, high) => `百分之${readNumber(low)}至百分之${readNumber(high)}`,
  },
  {
    pattern: new RegExp(`(?<![\\d.])(${number})\\s*[-~～—]\\s*(${number})%`, 'g'),
    say: (low, high) => `百分之${readNumber(low)}至${readNumber(high)}`,
  },
  { pattern: new RegExp(`(?<![\\d\\p{L}])-(${number})`, 'gu'), say: (value) => `负${value}` },
  { pattern: new RegExp(`(?<![\\dA-Za-z])-(${number}%)`, 'g'), say: (value) => `负${value}` },
  { pattern: new RegExp(`(${number})%`, 'g'), say: (value) => `百分之${readNumber(value)}` },
  { pattern: new RegExp(`(${number})‰`, 'g'), say: (value) => `千分之${readNumber(value)}` },
  {
    pattern: new RegExp(`[¥￥]\\s*(${number})(万|亿)?元?`, 'g'),
    say: (value, unit = '') => `${readAmount(value, unit)}元`,
  },
  {
    pattern: new RegExp(`\\$\\s*(${number})(万|亿)?`, 'g'),
    say: (value, unit = '') => `${readAmount(value, unit)}美元`,
  },
  {
    pattern: /(?<![\d.])(\d{1,3})\/(\d{1,3})(?![\d/])/g,
    say: (part, whole) => `${readWhole(whole)}分之${readWhole(part)}`,
  },
  { pattern: /(?<=[\d万亿])\s*[-~～—]\s*(?=\d)/g, say: () => '至' },
  // Codes behind letters, rooms.
  { pattern: /(?<=[A-Za-z])(\d{4,})(?![\d.,%])/g, say: (code) => readDigits(code, { yao: true }) },
  { pattern: /(?<!\d)(\d{3,4})(?=室)/g, say: (code) => readDigits(code, { yao: true }) },
  // 95xxx and 123xx are hotlines unless something is counted.
  {
    pattern: /(?<![\d.,])(95\d{3,4}|123\d{2})(?![\d.,%]|[元块万亿个笔份人股天年])/g,
    say: (code) => readDigits(code, { yao: true }),
  },
  { pattern: /(?<![\d.,])(0\d+|1\d{10}|\d{9,})(?![\d.,])/g, say: (code) => readDigits(code, { yao: true }) },
  { pattern: new RegExp(`(?<![\\d.第])2(?=${measureWords})`, 'g'), say: () => '两' },
  { pattern: new RegExp(`(${number})`, 'g'), say: (value) => readNumber(value) },
];

const readAmount = (value: string, unit: string): string =>
  value === '2' && unit !== '' ? `两${unit}` : readNumber(value) + unit;

const readClock = ([hour, minute, second]: string[]): string => {
  const two = (value: string) => (value.startsWith('0') && value !== '00' ? `零${readWhole(value)}` : readWhole(value));
  const hours = hour === '2' || hour === '02' ? '两' : readWhole(hour!);
  if (minute === '00' && second === undefined) return `${hours}点`;
  const minutes = `${hours}点${two(minute!)}分`;
  return second === undefined ? minutes : `${minutes}${two(second)}秒`;
};

/** Full-width digits, letters and signs to ASCII, by range only: NFKC would turn … into three full stops. */
const narrow = (text: string): string =>
  text
    .replace(/[０-９Ａ-Ｚａ-ｚ％．＋－／＝]/g, (character) => String.fromCharCode(character.charCodeAt(0) - 0xfee0))
    .replaceAll('℃', '摄氏度')
    .replaceAll('㎡', '平方米');

/** Signs between words that are spoken. */
const signs = (text: string): string => text.replaceAll('+', '加').replaceAll('=', '等于').replaceAll('&', '和');

/**
 * Writes every number out as it is spoken in finance: values, 2 before a measure word, dates, clock times, percentages,
 * money, ranges, fractions; identity numbers, cards, phones, hotlines and codes digit by digit with 幺.
 */
export const readNumbers = (text: string): string =>
  signs(
    readings.reduce(
      (said, { pattern, say }) => said.replace(pattern, (_match, ...rest) => say(...(rest.slice(0, -2) as string[]))),
      narrow(text),
    ),
  );
