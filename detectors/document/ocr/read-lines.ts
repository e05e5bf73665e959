import { distance, type Quad, type RgbFrame } from '../frame.ts';
import { turned } from '../homography.ts';
import type { FoundLine } from './find-lines.ts';
import { linePicture } from './line-picture.ts';
import type { ReadCharacter } from './recognise.ts';
import { overturned } from './turned-over.ts';

/** One line of a paper, places in pixels of the straightened paper. */
export type ReadLine = { text: string; confidence: number; quad: Quad; characters: ReadCharacter[] };
export type Networks = {
  find(frame: RgbFrame): Promise<FoundLine[]>;
  turnedOver(line: RgbFrame): Promise<number>;
  recognise(line: RgbFrame): Promise<ReadCharacter[]>;
};
type Options = { signal?: AbortSignal };

const isTall = ({ quad }: FoundLine): boolean => distance(quad[0], quad[3]) > 1.5 * distance(quad[0], quad[1]);
const long = ({ quad }: FoundLine): number => Math.max(distance(quad[0], quad[1]), distance(quad[0], quad[3]));
const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

/** Lines under this are specks that the network took for letters. */
const leastConfidence = 0.5;

/**
 * Reads a paper whichever way it is held: quarter turns are seen from the shape of the lines, the upside-down from the angle network by
 * majority (single short lines fool it). `quarters` = clockwise quarter turns that made `frame` upright.
 */
export const readLines = async (
  networks: Networks,
  paper: RgbFrame,
  { signal }: Options = {},
): Promise<{ frame: RgbFrame; quarters: number; found: number; lines: ReadLine[] }> => {
  let [frame, quarters, found] = [paper, 0, await networks.find(paper)];
  if (sum(found.filter(isTall).map(long)) > 0.6 * sum(found.map(long))) {
    [frame, quarters] = [turned(paper, 1), 1];
    found = await networks.find(frame);
  }
  let pictures = found.map(({ quad }) => linePicture(frame, quad));
  if (await standsOnItsHead(networks, pictures)) {
    const size = frame;
    pictures = pictures.map(overturned);
    found = found.map((line) => ({ ...line, quad: overturnedQuad(line.quad, size) }));
    [frame, quarters] = [turned(frame, 2), quarters + 2];
  }
  const lines: ReadLine[] = [];
  for (const [i, picture] of pictures.entries()) {
    signal?.throwIfAborted();
    const characters = await networks.recognise(picture);
    const confidence = characters.length === 0 ? 0 : sum(characters.map((one) => one.confidence)) / characters.length;
    if (confidence < leastConfidence) continue;
    lines.push({ text: characters.map((one) => one.text).join(''), confidence, quad: found[i]!.quad, characters });
  }
  return { frame, quarters, found: found.length, lines };
};

/** Asks the longest lines; at most nine, because one in two hundred is wrong and they agree soon. */
const standsOnItsHead = async (networks: Networks, pictures: readonly RgbFrame[]): Promise<boolean> => {
  const asked = pictures.toSorted((a, b) => b.width - a.width).slice(0, 9);
  let over = 0;
  for (const picture of asked) if ((await networks.turnedOver(picture)) > 0.5) over++;
  return over * 2 > asked.length;
};

const overturnedQuad = (quad: Quad, { width, height }: { width: number; height: number }): Quad =>
  [2, 3, 0, 1].map((i) => [width - quad[i]![0], height - quad[i]![1]]) as unknown as Quad;
