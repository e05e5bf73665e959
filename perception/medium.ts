import type { FileDescription } from '@mingjian/inspection';
import type { CompiledPack } from '@mingjian/rules';

/** Containers that hold sound by their nature: a telephone recording has no picture to miss. */
const soundContainers = new Set(['wav', 'w64', 'mp3', 'ogg', 'amr', 'flac', 'aac']);

/**
 * A recording of sound alone. A webm or mp4 without a picture is not one: there the picture is missing.
 */
export const isSoundOnly = (file: FileDescription): boolean =>
  soundContainers.has(file.container) && !file.tracks.some((track) => track.kind === 'video');

/** Packs about the picture do not apply to a recording of sound. */
export const packsOfMedium = (packs: CompiledPack[], file: FileDescription): CompiledPack[] =>
  isSoundOnly(file) ? packs.filter((pack) => pack.needs !== 'picture') : packs;
