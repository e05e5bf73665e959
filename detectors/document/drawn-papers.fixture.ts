/** Cards and papers drawn in code, with fictional people, and what a camera does to them. Deterministic: same seed, same picture. */
import sharp from 'sharp';
import { checkCharacter } from './fields/id-number.ts';
import type { Quad, RgbFrame } from './frame.ts';
import { homography, mapPoint, rectangle } from './homography.ts';

export const random = (seed: number): (() => number) => {
  let state = (seed * 2654435761 + 12345) >>> 0;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    state >>>= 0;
    return state / 2 ** 32;
  };
};
const pick = <T>(of: readonly T[], next: () => number): T => of[Math.floor(next() * of.length)]!;

const families = '赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜';
const given = '启明伟民秀英志强丽娟国庆玉兰海燕建军晓东雪梅文博思远佳琪浩然子涵雅静';
const nations = ['汉', '汉', '汉', '满', '回', '壮', '蒙古'];
const provinces = ['云州省青石县东关镇', '海安省临川市北湖区', '安岭省白河县柳林乡', '江原省新阳市高新区'];
const streets = ['和平街203号4排9户', '人民路88号院3号楼2单元501室', '建设大道1206号', '柳树村7组19号'];

export type Person = { name: string; sex: string; nation: string; birth: string; address: string; idNumber: string };
/** A fictional person; the area code 99 is assigned to no place. */
export const person = (seed: number): Person => {
  const next = random(seed + 1);
  const birth = `${1950 + Math.floor(next() * 55)}-${String(1 + Math.floor(next() * 12)).padStart(2, '0')}-${String(1 + Math.floor(next() * 28)).padStart(2, '0')}`;
  const order = Math.floor(next() * 1000);
  const digits = `99${String(1000 + Math.floor(next() * 8999))}${birth.replaceAll('-', '')}${String(order).padStart(3, '0')}`;
  return {
    name: pick([...families], next) + pick([...given], next) + (next() < 0.7 ? pick([...given], next) : ''),
    sex: order % 2 === 1 ? '男' : '女',
    nation: pick(nations, next),
    birth,
    address: pick(provinces, next) + pick(streets, next),
    idNumber: digits + checkCharacter(digits),
  };
};

const plainStyle = { 'font-size': '36', 'font-family': 'Noto Sans CJK SC', fill: '#111' };
const text = (x: number, y: number, words: string, style = ''): string => {
  const given = [...style.matchAll(/([\w-]+)="([^"]*)"/g)].map(([, name, value]) => [name, value]);
  const attributes = Object.entries({ ...plainStyle, ...Object.fromEntries(given) });
  return `<text x="${x}" y="${y}" xml:space="preserve" ${attributes.map(([name, value]) => `${name}="${value}"`).join(' ')}>${words}</text>`;
};
const label = (x: number, y: number, words: string): string => text(x, y, words, 'font-size="32" fill="#1d4a86"');
const card = (inside: string, colour: string): string =>
  `<svg xmlns="http://www.w3.org/2000/svg" width="1012" height="638"><rect width="1012" height="638" rx="32" fill="${colour}"/>${Array.from(
    { length: 14 },
    (_, i) => `<path d="M0 ${i * 48} q 250 -30 506 6 t 506 -8" fill="none" stroke="#b9cdd6" stroke-width="1.5"/>`,
  ).join('')}${inside}</svg>`;

export const idFrontSvg = (one: Person): string => {
  const [year, month, day] = one.birth.split('-').map(Number);
  const address = [one.address.slice(0, 12), one.address.slice(12)];
  return card(
    `${label(60, 110, '姓名')}${text(162, 110, one.name)}${label(60, 182, '性别')}${text(162, 182, one.sex)}${label(260, 182, '民族')}${text(350, 182, one.nation)}${label(60, 252, '出生')}${text(162, 252, `${year} 年 ${month} 月 ${day} 日`)}${label(60, 326, '住址')}${text(162, 326, address[0]!)}${text(162, 380, address[1]!)}<rect x="680" y="110" width="270" height="340" fill="#b6c2c8"/>${label(60, 560, '公民身份号码')}${text(330, 560, one.idNumber, 'font-size="42" letter-spacing="2"')}`,
    '#e2eef2',
  );
};
export const idBackSvg = (authority: string, term: string): string =>
  card(
    `${text(360, 130, '中华人民共和国', 'font-size="52"')}${text(340, 230, '居民身份证', 'font-size="72"')}${label(200, 490, '签发机关')}${text(380, 490, authority)}${label(200, 560, '有效期限')}${text(380, 560, term)}`,
    '#e6efe9',
  );
export const bankCardSvg = (bank: string, digits: string, thru: string): string =>
  card(
    `${text(60, 110, bank, 'font-size="52" fill="#fff"')}${text(80, 380, digits.replace(/(\d{4})(?=\d)/g, '$1 '), 'font-size="60" fill="#fff" font-family="DejaVu Sans Mono"')}${text(80, 470, `VALID THRU ${thru}`, 'fill="#fff" font-family="DejaVu Sans"')}${text(800, 580, '银联', 'font-size="48" fill="#fff"')}`,
    '#274b8a',
  );
export const licenceSvg = (rows: readonly string[]): string =>
  card(
    `${text(210, 100, '保险销售从业人员执业证', 'font-size="48"')}${rows.map((row, i) => text(90, 210 + i * 66, row)).join('')}`,
    '#f6f1e2',
  );

/** A page of 1000 × 1414 with a title and lines. */
export const pageSvg = (title: string, lines: readonly string[], style = ''): string =>
  `<svg xmlns="http://www.w3.org/2000/svg" width="1000" height="1414"><rect width="1000" height="1414" fill="#fbfbf8"/>${text(500, 120, title, 'font-size="44" text-anchor="middle"')}${lines.map((line, i) => text(80, 210 + i * 56, line, `font-size="29" ${style}`)).join('')}</svg>`;

export const drawn = async (svg: string): Promise<RgbFrame> => {
  const { data, info } = await sharp(Buffer.from(svg))
    .flatten({ background: '#ffffff' })
    .removeAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true });
  return { tMs: 0, width: info.width, height: info.height, rgb: new Uint8Array(data) };
};

export type Camera = {
  quad: Quad;
  width: number;
  height: number;
  light?: number;
  blur?: number;
  noise?: number;
  jpeg?: number;
  background?: number;
  seed?: number;
};
/** A paper laid into a picture: perspective, light falling off, blur, noise, JPEG. */
export const photographed = async (paper: RgbFrame, camera: Camera): Promise<RgbFrame> => {
  const { width, height, quad, light = 1, noise = 0 } = camera;
  const next = random(camera.seed ?? 7);
  const back = homography(quad, rectangle(paper.width, paper.height));
  const rgb = Buffer.alloc(width * height * 3);
  const ground = camera.background ?? 90;
  for (let y = 0, out = 0; y < height; y++)
    for (let x = 0; x < width; x++) {
      const [u, v] = mapPoint(back, [x + 0.5, y + 0.5]);
      const on = u >= 0 && v >= 0 && u < paper.width && v < paper.height;
      const at = on ? (Math.floor(v) * paper.width + Math.floor(u)) * 3 : 0;
      const shade = light * (1 - (0.25 * x) / width);
      const grain = noise * (next() + next() + next() - 1.5);
      for (let c = 0; c < 3; c++) {
        const value = on ? paper.rgb[at + c]! : ground + 12 * c * (0.5 - y / height);
        rgb[out++] = Math.max(0, Math.min(255, value * shade + grain));
      }
    }
  const raw = { width, height, channels: 3 as const };
  let image = sharp(rgb, { raw });
  if (camera.blur) image = image.blur(camera.blur);
  const coded = await image.jpeg({ quality: camera.jpeg ?? 90 }).toBuffer();
  return { tMs: 0, width, height, rgb: new Uint8Array(await sharp(coded).raw().toBuffer()) };
};

/** Does this machine have a Chinese font? Without it the drawn papers show boxes. */
export const canDrawChinese = async (): Promise<boolean> => {
  const [a, b] = await Promise.all(
    ['国', '风'].map((one) =>
      drawn(
        `<svg xmlns="http://www.w3.org/2000/svg" width="64" height="64"><rect width="64" height="64" fill="#fff"/>${text(8, 48, one)}</svg>`,
      ),
    ),
  );
  return Buffer.compare(Buffer.from(a!.rgb), Buffer.from(b!.rgb)) !== 0;
};
