/** Text to the pieces of a unigram model (Hugging Face `tokenizer.json`, SentencePiece), written for the pruned multilingual-e5-small. */
export type Tokenizer = {
  /** Piece ids with `<s>` before and `</s>` behind, at most `LONGEST`. Special pieces written in the text are text, never commands. */
  encode(text: string): Encoded;
};
export type Encoded = {
  ids: number[];
  /** Share of pieces the vocabulary has no word for, 0–1; from about a third on the vector says little. */
  unknownShare: number;
  /** The text was longer than the model takes; its end is not in the vector. */
  isCut: boolean;
};

/** The model has 512 places; one more is an error in it. */
export const LONGEST = 512;
const [START, END, UNKNOWN] = [0, 2, 3];
const SPECIAL_COUNT = 4;
/** What a character without a piece costs below the worst piece (SentencePiece's own constant). */
const UNKNOWN_COST = 10;
const SPACE = '\u2581';

type TokenizerFile = { model: { type: string; vocab: [string, number][] } };
type Vocabulary = { ids: Map<string, number>; scores: Float64Array; unknownScore: number; longest: number };

const vocabularyOf = (vocab: [string, number][]): Vocabulary => {
  const ids = new Map<string, number>();
  let longest = 1;
  let worst = 0;
  vocab.forEach(([piece, score], id) => {
    worst = Math.min(worst, score);
    if (id < SPECIAL_COUNT) return;
    ids.set(piece, id);
    longest = Math.max(longest, piece.length);
  });
  return { ids, scores: Float64Array.from(vocab, ([, score]) => score), unknownScore: worst - UNKNOWN_COST, longest };
};

/** The four replacements of the model's own normaliser, in its order. */
const normalised = (text: string): string =>
  text
    // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is taken out
    .replace(/[\x00-\x08\x0b\x0e-\x1f\x7f\u008f\u009f]/g, '')
    .replace(/[\t\n\f\r\u1680\u200b-\u200f\u2028\u2029\u2581\ufeff\ufffd]/g, ' ')
    .normalize('NFKC')
    .replace(/ {2,}/g, ' ');

/** Words, each with the mark of a space before it. */
const words = (text: string): string[] => {
  const marked = text.replaceAll(' ', SPACE);
  const led = marked === '' || marked.startsWith(SPACE) ? marked : SPACE + marked;
  return led.split(new RegExp(`(?=${SPACE})`)).filter((word) => word !== '');
};

/** The cheapest way through one word (Viterbi); of equal ones the first found. Unknown neighbours are one piece. */
const pieces = (word: string, { ids, scores, unknownScore, longest }: Vocabulary): number[] => {
  const best = new Float64Array(word.length + 1).fill(Number.NEGATIVE_INFINITY);
  const [from, by] = [new Int32Array(word.length + 1), new Int32Array(word.length + 1)];
  best[0] = 0;
  const offer = (start: number, end: number, step: { id: number; score: number }) => {
    const score = best[start]! + step.score;
    if (score <= best[end]!) return;
    best[end] = score;
    from[end] = start;
    by[end] = step.id;
  };
  for (let start = 0; start < word.length; ) {
    const size = word.codePointAt(start)! > 0xffff ? 2 : 1;
    for (let end = start + size; end <= Math.min(word.length, start + longest); end++) {
      const id = ids.get(word.slice(start, end));
      if (id !== undefined) offer(start, end, { id, score: scores[id]! });
    }
    if (!ids.has(word.slice(start, start + size))) offer(start, start + size, { id: UNKNOWN, score: unknownScore });
    start += size;
  }
  const found: number[] = [];
  for (let end = word.length; end > 0; end = from[end]!)
    if (by[end] !== UNKNOWN || found.at(-1) !== UNKNOWN) found.push(by[end]!);
  return found.reverse();
};

/** @throws Error when the text is no unigram tokenizer. */
export const readTokenizer = (json: string): Tokenizer => {
  const { model } = JSON.parse(json) as TokenizerFile;
  if (model?.type !== 'Unigram') throw new Error(`the tokenizer is ${model?.type ?? 'of no type'}, not Unigram`);
  const vocabulary = vocabularyOf(model.vocab);
  return {
    encode(text) {
      const all = words(normalised(text)).flatMap((word) => pieces(word, vocabulary));
      const kept = all.slice(0, LONGEST - 2);
      const unknown = kept.filter((id) => id === UNKNOWN).length;
      return {
        ids: [START, ...kept, END],
        unknownShare: kept.length === 0 ? 0 : unknown / kept.length,
        isCut: kept.length < all.length,
      };
    },
  };
};
