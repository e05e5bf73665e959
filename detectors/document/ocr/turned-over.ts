import type { RgbFrame } from '../frame.ts';
import { session } from './find-lines.ts';
import { lineHeightPx, lineTensor } from './line-picture.ts';

/** Width the angle network was trained on. */
const inputWidthPx = 192;

/** Probability that a line stands on its head. Only the first four heights' width of a long line is looked at. */
export const loadTurnedOver = async (path: string): Promise<(line: RgbFrame) => Promise<number>> => {
  const network = await session(path);
  return async (line) => {
    const outputs = await network.run({ [network.inputNames[0]!]: lineTensor(line, inputWidthPx) });
    return Number(outputs[network.outputNames[0]!]!.data[1] ?? 0);
  };
};

/** The same line the other way up. */
export const overturned = (line: RgbFrame): RgbFrame => {
  const rgb = new Uint8Array(line.rgb.length);
  const pixels = line.width * lineHeightPx;
  for (let i = 0; i < pixels; i++) for (let c = 0; c < 3; c++) rgb[i * 3 + c] = line.rgb[(pixels - 1 - i) * 3 + c]!;
  return { ...line, rgb };
};
