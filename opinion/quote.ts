/** A line that the model was shown: a turn, or a piece of a long one that begins at character `from`. */
export type Line = { turn: number; from: number; text: string };
/** Where a quote stands: characters `from`–`to` of the turn. */
export type Place = { turn: number; from: number; to: number };

/** A quote of fewer letters proves nothing unless it is the whole turn. */
const shortest = 4;

/** Wide forms as narrow ones; everything else stays, for ① is not 1. */
const narrow = (letter: string): string => {
  const code = letter.charCodeAt(0);
  if (code === 0x3000) return ' ';
  return code >= 0xff01 && code <= 0xff5e ? String.fromCharCode(code - 0xfee0) : letter;
};

const isDropped = (text: string, at: number): boolean => {
  const letter = narrow(text[at] ?? '');
  if (letter === '%') return false;
  // 5.6 is not 56: a point or a minus at a digit is part of the number.
  if (/[.:/-]/.test(letter) && /[0-9]/.test(narrow(text[at + 1] ?? ''))) return false;
  return /[\s\p{P}\p{Cf}]/u.test(letter);
};

/** Letters that count, and where each stands in the text. Only spaces, punctuation and width are evened out: a quote is no paraphrase. */
const lettersOf = (text: string): { letters: string; places: number[] } => {
  let letters = '';
  const places: number[] = [];
  for (let at = 0; at < text.length; at++) {
    if (isDropped(text, at)) continue;
    letters += narrow(text[at] as string);
    places.push(at);
  }
  return { letters, places };
};

const placeIn = (line: Line, quoted: string): Place | undefined => {
  const { letters, places } = lettersOf(line.text);
  const at = letters.indexOf(quoted);
  if (at < 0 || (quoted.length < shortest && quoted.length < letters.length)) return undefined;
  const [first, last] = [places[at] as number, places[at + quoted.length - 1] as number];
  return { turn: line.turn, from: line.from + first, to: line.from + last + 1 };
};

/**
 * Where the words of a quote stand among the lines that the model saw: in the turn that it named, else in the nearest one that holds
 * them (the earlier of two), else nowhere.
 */
export const placeOfQuote = (lines: readonly Line[], quote: string, turn: number): Place | undefined => {
  const quoted = lettersOf(quote).letters;
  if (quoted === '') return undefined;
  const near = [...lines].sort((a, b) => Math.abs(a.turn - turn) - Math.abs(b.turn - turn) || a.turn - b.turn);
  for (const line of near) {
    const place = placeIn(line, quoted);
    if (place !== undefined) return place;
  }
  return undefined;
};
