/** Sound taken on both sides of a stretch of talk: first and last consonants begin and end below the speech detector's bar. */
export const marginMs = 150;
