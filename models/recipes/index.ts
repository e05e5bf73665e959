import { convertDvector } from './dvector.ts';
import { convertE5 } from './e5.ts';
import { convertKokoro } from './kokoro.ts';
import { convertWhisper } from './whisper.ts';

/** Makes a model's files in `to` from the raw files in `from`; same input, same bytes. Blocks. */
export type Recipe = (from: string, to: string) => void;

export const recipes: Readonly<Record<string, Recipe>> = {
  'whisper-base': convertWhisper,
  kokoro: convertKokoro,
  dvector: convertDvector,
  'e5-small-zh': convertE5,
};
