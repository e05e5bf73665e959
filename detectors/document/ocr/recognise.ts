import { readFile } from 'node:fs/promises';
import type { RgbFrame } from '../frame.ts';
import { session } from './find-lines.ts';
import { lineTensor } from './line-picture.ts';

/** `place` is where the character stands along the line, 0–1. */
export type ReadCharacter = { text: string; confidence: number; place: number };
/** Shorter lines are filled up to the width of the training pictures. */
const leastWidthPx = 320;

/** Greedy CTC: the best class of every step, repeats merged, blanks (class 0) dropped. */
export const decoded = (
  probabilities: Float32Array,
  alphabet: readonly string[],
  filled: { steps: number; share: number },
): ReadCharacter[] => {
  const classes = probabilities.length / filled.steps;
  const characters: ReadCharacter[] = [];
  let before = 0;
  for (let step = 0; step < filled.steps; step++) {
    let best = 0;
    const at = step * classes;
    for (let i = 1; i < classes; i++) if (probabilities[at + i]! > probabilities[at + best]!) best = i;
    if (best !== 0 && best !== before) {
      const place = Math.min(1, (step + 0.5) / filled.steps / filled.share);
      characters.push({ text: alphabet[best - 1] ?? '', confidence: probabilities[at + best]!, place });
    }
    before = best;
  }
  return characters;
};

/** Reads one straightened line. `keysPath` names one character a line; the space comes after them. */
export const loadRecogniser = async (
  path: string,
  keysPath: string,
): Promise<(line: RgbFrame) => Promise<ReadCharacter[]>> => {
  const network = await session(path);
  const keys = (await readFile(keysPath, 'utf8')).split(/\r?\n/);
  if (keys.at(-1) === '') keys.pop();
  const alphabet = [...keys, ' '];
  return async (line) => {
    const width = Math.max(leastWidthPx, Math.ceil(line.width / 8) * 8);
    const outputs = await network.run({ [network.inputNames[0]!]: lineTensor(line, width) });
    const output = outputs[network.outputNames[0]!]!;
    const steps = output.dims[1]!;
    return decoded(output.data as Float32Array, alphabet, { steps, share: line.width / width });
  };
};
