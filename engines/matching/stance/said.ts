/** A stretch of a turn with what stands around it: what the operators look at. */
export type Said = {
  text: string;
  start: number;
  end: number;
  /** The matched words. */
  words: string;
  /** The own clause before and after the words, and the mark that ends it. */
  lead: string;
  tail: string;
  mark: string;
  /** The own sentence before the words. */
  sentence: string;
  /** The own sentence from its start, and all that follows it. */
  around: string;
  /** All that follows the words. */
  rest: string;
};

const clauseBreak = /[，,。！!？?；;：:…—\n]/;
const sentenceBreak = /[。！!？?；;\n]/;

const back = (text: string, from: number, mark: RegExp): number => {
  let at = from;
  while (at > 0 && !mark.test(text[at - 1] as string)) at--;
  return at;
};

export const saidAt = (text: string, start: number, end: number): Said => {
  let to = end;
  while (to < text.length && !clauseBreak.test(text[to] as string)) to++;
  const opened = back(text, start, sentenceBreak);
  return {
    text,
    start,
    end,
    words: text.slice(start, end),
    lead: text.slice(back(text, start, clauseBreak), start),
    tail: text.slice(end, to),
    mark: text[to] ?? '',
    sentence: text.slice(opened, start),
    around: text.slice(opened),
    rest: text.slice(end),
  };
};

/** The text with every match blanked: places stay, words go. */
export const without = (text: string, words: RegExp): string =>
  text.replaceAll(words, (word) => '〇'.repeat(word.length));
