import { loadShippedPacks, packSource } from '@mingjian/rulebooks';

/** The packs in force, compiled once (rulebooks/). */
export const packs = loadShippedPacks;

/** A pack as text, with the packs that it extends. */
export const sourceOf = packSource;
