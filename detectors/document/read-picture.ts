import { readFile } from 'node:fs/promises';
import { UnusableInput } from '@mingjian/media';
import sharp from 'sharp';
import type { RgbFrame } from './frame.ts';

/** Longest side; beyond it a page only costs time. */
const longestSidePx = 2600;

/** A picture file (path or bytes) upright, without alpha, at most 2600 pixels long. @throws UnusableInput when it cannot be decoded. */
export const readPicture = async (picture: string | Uint8Array): Promise<RgbFrame> => {
  const bytes = typeof picture === 'string' ? await readFile(picture) : picture;
  try {
    const { data, info } = await sharp(bytes, { limitInputPixels: 100_000_000 })
      .rotate()
      .flatten({ background: '#808080' })
      .toColourspace('srgb')
      .resize({ width: longestSidePx, height: longestSidePx, fit: 'inside', withoutEnlargement: true })
      .removeAlpha()
      .raw()
      .toBuffer({ resolveWithObject: true });
    return { tMs: 0, width: info.width, height: info.height, rgb: new Uint8Array(data) };
  } catch (error) {
    throw new UnusableInput('not_media', `the picture cannot be read: ${error instanceof Error ? error.message : ''}`);
  }
};
