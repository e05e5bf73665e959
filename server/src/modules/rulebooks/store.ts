import { loadShippedPacks } from '@mingjian/rulebooks';

/** The packs in force, compiled once (rulebooks/). */
export const packs = loadShippedPacks;
