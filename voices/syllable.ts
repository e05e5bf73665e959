/** One spoken syllable: toneless pinyin (ü as v) and tone 1–4, 0 neutral. */
export type Syllable = { pinyin: string; tone: number; erhua?: boolean };

const initials: Record<string, string> = {
  b: 'p',
  p: 'pʰ',
  m: 'm',
  f: 'f',
  d: 't',
  t: 'tʰ',
  n: 'n',
  l: 'l',
  g: 'k',
  k: 'kʰ',
  h: 'x',
  j: 'ʨ',
  q: 'ʨʰ',
  x: 'ɕ',
  zh: 'ꭧ',
  ch: 'ꭧʰ',
  sh: 'ʂ',
  r: 'ɻ',
  z: 'ʦ',
  c: 'ʦʰ',
  s: 's',
};

/** `T` marks the place of the tone: after the vowel, before a final n or ŋ. */
const finals: Record<string, string> = {
  a: 'aT',
  o: 'woT',
  e: 'ɤT',
  ai: 'aiT',
  ei: 'eiT',
  ao: 'auT',
  ou: 'ouT',
  an: 'aTn',
  en: 'əTn',
  ang: 'aTŋ',
  eng: 'əTŋ',
  ong: 'ʊTŋ',
  er: 'ɚT',
  i: 'iT',
  ia: 'jaT',
  io: 'jɔT',
  ie: 'jeT',
  iao: 'jauT',
  iu: 'jouT',
  ian: 'jɛTn',
  in: 'iTn',
  iang: 'jaTŋ',
  ing: 'iTŋ',
  iong: 'jʊTŋ',
  u: 'uT',
  ua: 'waT',
  uo: 'woT',
  uai: 'waiT',
  ui: 'weiT',
  uan: 'waTn',
  un: 'wəTn',
  uang: 'waTŋ',
  ueng: 'wəTŋ',
  v: 'yT',
  ve: 'ɥeT',
  van: 'ɥɛTn',
  vn: 'yTn',
};

/** Syllables without an initial, spelt with y and w, and the interjections. */
const whole: Record<string, string> = {
  yi: finals.i!,
  ya: finals.ia!,
  yo: finals.io!,
  ye: finals.ie!,
  yai: 'jaiT',
  yao: finals.iao!,
  you: finals.iu!,
  yan: finals.ian!,
  yin: finals.in!,
  yang: finals.iang!,
  ying: finals.ing!,
  yong: finals.iong!,
  yu: finals.v!,
  yue: finals.ve!,
  yuan: finals.van!,
  yun: finals.vn!,
  wu: finals.u!,
  wa: finals.ua!,
  wo: finals.uo!,
  wai: finals.uai!,
  wei: finals.ui!,
  wan: finals.uan!,
  wen: finals.un!,
  wang: finals.uang!,
  weng: finals.ueng!,
  o: 'ɔT',
  n: 'əTn',
  ng: 'əTn',
  m: 'əTm',
  hm: 'xəTm',
  hng: 'xəTŋ',
  ê: 'eiT',
};

const tones = ['', '→', '↗', '↓', '↘'] as const;
const buzzing = new Set(['zh', 'ch', 'sh', 'r', 'z', 'c', 's']);
const palatal = new Set(['j', 'q', 'x']);

const shape = (pinyin: string): string | undefined => {
  const complete = whole[pinyin];
  if (complete !== undefined) return complete;
  const initial = /^(?:[zcs]h|[bpmfdtnlgkhjqxrzcs])/.exec(pinyin)?.[0] ?? '';
  let final = pinyin.slice(initial.length);
  if (palatal.has(initial)) final = final.replace(/^u/, 'v');
  if (final === 'ue') final = 've';
  const vowel = final === 'i' && buzzing.has(initial) ? 'ɨT' : finals[final];
  if (vowel === undefined || (initial !== '' && initials[initial] === undefined)) return undefined;
  return (initials[initial] ?? '') + vowel;
};

/** The phonemes of one syllable. @throws Error when the pinyin is none: a lost syllable must not go unnoticed. */
export const speakSyllable = ({ pinyin, tone, erhua = false }: Syllable): string => {
  const found = shape(pinyin);
  if (found === undefined) throw new Error(`"${pinyin}" is no pinyin syllable`);
  const said = found.replace('T', tones[tone] ?? '');
  return erhua ? `${said.replace(/[nŋ]$/, '')}ɚ` : said;
};

/** Latin letters, spelt one by one as Mandarin speakers say them. */
export const letters: Readonly<Record<string, string>> = {
  A: 'ˈA',
  B: 'bˈi',
  C: 'sˈi',
  D: 'dˈi',
  E: 'ˈi',
  F: 'ˈɛf',
  G: 'ʤˈi',
  H: 'ˈAʧ',
  I: 'ˈI',
  J: 'ʤˈA',
  K: 'kˈA',
  L: 'ˈɛl',
  M: 'ˈɛm',
  N: 'ˈɛn',
  O: 'ˈO',
  P: 'pˈi',
  Q: 'kjˈu',
  R: 'ˈɑɹ',
  S: 'ˈɛs',
  T: 'tˈi',
  U: 'jˈu',
  V: 'vˈi',
  W: 'dˈʌbᵊlju',
  X: 'ˈɛks',
  Y: 'wˈI',
  Z: 'zˈi',
};
