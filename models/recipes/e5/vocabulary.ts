import { roundEven } from './linear.ts';
import type { E5Source } from './source.ts';

const special = (id: number, content: string): object => ({
  id,
  content,
  single_word: false,
  lstrip: false,
  rstrip: false,
  normalized: false,
  special: true,
});
const specials = ['<s>', '<pad>', '</s>', '<unk>'];
const metaspace = { type: 'Metaspace', replacement: '▁', prepend_scheme: 'always', split: true };
const replace = (Regex: string, content: string): object => ({ type: 'Replace', pattern: { Regex }, content });
const token = (id: string): object => ({ SpecialToken: { id, type_id: 0 } });
const sequence = (id: string): object => ({ Sequence: { id, type_id: 0 } });

/** Five decimals, halves to the even neighbour (a float32 times 100,000 is exact); a whole number keeps its `.0`. */
const scoreText = (score: number): string => {
  const short = String(roundEven(score * 1e5) / 1e5);
  return /^-?\d+$/.test(short) ? `${short}.0` : short;
};

/** `tokenizer.json` (Hugging Face, Unigram) of the kept pieces: normalisation, pieces with scores, `<s> … </s>` around a text. */
export const tokenizerJson = (source: E5Source, kept: readonly number[]): string => {
  const head = JSON.stringify({
    version: '1.0',
    truncation: null,
    padding: null,
    added_tokens: specials.map((content, id) => special(id, content)),
    normalizer: {
      type: 'Sequence',
      normalizers: [
        replace('[\\x00-\\x08\\x0b\\x0e-\\x1f\\x7f\\u008f\\u009f]', ''),
        replace('[\\t\\n\\x0c\\r\\u1680\\u200b-\\u200f\\u2028\\u2029\\u2581\\ufeff\\ufffd]', ' '),
        { type: 'NFKC' },
        replace(' {2,}', ' '),
      ],
    },
    pre_tokenizer: metaspace,
    post_processor: {
      type: 'TemplateProcessing',
      single: [token('<s>'), sequence('A'), token('</s>')],
      pair: [token('<s>'), sequence('A'), token('</s>'), sequence('B'), token('</s>')],
      special_tokens: {
        '<s>': { id: '<s>', ids: [0], tokens: ['<s>'] },
        '</s>': { id: '</s>', ids: [2], tokens: ['</s>'] },
      },
    },
    decoder: metaspace,
  });
  const vocabulary = kept.map(
    (id) => `[${JSON.stringify(source.pieces[id])},${scoreText(source.scores[id] as number)}]`,
  );
  return `${head.slice(0, -1)},"model":{"type":"Unigram","unk_id":3,"vocab":[${vocabulary.join(',')}],"byte_fallback":false}}`;
};
