const figures = [...'零一二三四五六七八九'];
const places = ['', '十', '百', '千'];

const belowTenThousand = (n: number): string => {
  let out = '';
  let gap = false;
  for (let place = 3; place >= 0; place--) {
    const figure = Math.floor(n / 10 ** place) % 10;
    if (figure === 0) {
      gap = out !== '';
      continue;
    }
    out += `${gap ? '零' : ''}${figures[figure]}${places[place]}`;
    gap = false;
  }
  return out;
};

/** How a whole number below 10⁸ is said: 15 → 十五, 12800 → 一万二千八百. */
const said = (n: number): string => {
  if (n === 0) return '零';
  const [high, low] = [Math.floor(n / 10_000), n % 10_000];
  const head = high === 0 ? '' : `${belowTenThousand(high)}万${low > 0 && low < 1000 ? '零' : ''}`;
  return (head + belowTenThousand(low)).replace(/^一十/, '十');
};

const oneByOne = (digits: string): string => [...digits].map((digit) => figures[Number(digit)]).join('');

/** A number in figures at this place, as it is said; long ones and those with a leading zero one by one. */
const number = /(\d+)(?:\.(\d+))?(%|％)?/y;
export const numberAt = (text: string, at: number): { said: string; end: number } => {
  number.lastIndex = at;
  const [whole = '', digits = '', decimals, percent] = number.exec(text) ?? [];
  const isNumber = digits.length <= 8 && !(digits.length > 1 && digits.startsWith('0'));
  const head = isNumber ? said(Number(digits)) : oneByOne(digits);
  const tail = decimals === undefined ? '' : `点${oneByOne(decimals)}`;
  return { said: `${percent === undefined ? '' : '百分之'}${head}${tail}`, end: at + whole.length };
};
