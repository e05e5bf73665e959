const digits = '零一二三四五六七八九';
const smallUnits = ['', '十', '百', '千'];
const groupUnits = ['', '万', '亿', '万亿'];
const longestReadAsValue = 16;

/** Digit by digit; a phone-like number says 幺 for 1. */
export const readDigits = (text: string, options: { yao?: boolean } = {}): string =>
  [...text]
    .map((character) => {
      if (character === '1' && options.yao === true) return '幺';
      if (character === 'X' || character === 'x') return '艾克斯';
      return digits[Number(character)] ?? '';
    })
    .join('');

/** One group of up to four digits, without its 万 or 亿. */
const readGroup = (group: string): string => {
  let said = '';
  let pendingZero = false;
  for (const [index, character] of [...group].entries()) {
    const place = group.length - 1 - index;
    if (character === '0') {
      pendingZero = said !== '';
      continue;
    }
    if (pendingZero) said += '零';
    pendingZero = false;
    const isTwoThousand = character === '2' && place === 3;
    said += (isTwoThousand ? '两' : digits[Number(character)]!) + smallUnits[place];
  }
  return said;
};

const groupsOf = (whole: string): string[] => {
  const groups: string[] = [];
  for (let end = whole.length; end > 0; end -= 4) groups.unshift(whole.slice(Math.max(0, end - 4), end));
  return groups;
};

/** A whole number as a value: 12000 → 一万两千, 20000 → 两万, 10 → 十. Over 16 digits it is read digit by digit. */
export const readWhole = (text: string): string => {
  const whole = text.replace(/^0+(?=\d)/, '');
  if (whole.length > longestReadAsValue) return readDigits(whole);
  if (whole === '0') return digits[0]!;
  const groups = groupsOf(whole);
  let said = '';
  for (const [index, group] of groups.entries()) {
    const unit = groupUnits[groups.length - 1 - index]!;
    const value = readGroup(group);
    if (value === '') continue;
    // 10 0500: a group that does not fill its thousands is announced by 零.
    if (said !== '' && group.startsWith('0')) said += digits[0]!;
    said += (value === '二' && unit !== '' ? '两' : value) + unit;
  }
  return said.replace(/^一十/, '十');
};

/** A number with an optional fraction, thousands commas allowed: 1,234.50 → 一千二百三十四点五零. */
export const readNumber = (text: string): string => {
  const [whole, fraction] = text.replaceAll(',', '').split('.') as [string, string | undefined];
  return fraction === undefined ? readWhole(whole) : `${readWhole(whole)}点${readDigits(fraction)}`;
};
