export { centred, cosine, meanVector } from './centre.ts';
export { DIMENSIONS, type EmbedOptions, type Meaning, type MeaningOptions, openMeaning, type Text } from './meaning.ts';
export { type NearestIndex, type Neighbour, nearestIndex } from './nearest.ts';
export { rememberVectors } from './stored.ts';
export { type Encoded, LONGEST, readTokenizer, type Tokenizer } from './tokenizer.ts';
