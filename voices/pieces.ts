/** A part of a text that is spoken in one go, and the pause after it. */
export type Piece = { text: string; pauseMs: number };

/** The model speaks evenly up to about 60 characters; longer input hurries. */
const longestCharacters = 60;
const pauses = { sentence: 320, clause: 240, cut: 120, end: 80 } as const;

/** Splits at sentence ends, longer sentences at commas, and what is still too long after 60 characters. */
export const splitIntoPieces = (text: string): Piece[] => {
  const sentences = text.match(/[^。！？；!?;\n]+[。！？；!?;\n”"）]*/g) ?? [];
  const pieces = sentences.flatMap((sentence) => {
    const parts = cutLong(sentence.trim());
    const pauseMs = /[；;]/.test(sentence) ? pauses.clause : pauses.sentence;
    return parts.map((part, index) => ({ text: part, pauseMs: index === parts.length - 1 ? pauseMs : pauses.cut }));
  });
  const spoken = pieces.filter((piece) => /[\p{L}\p{N}]/u.test(piece.text));
  return spoken.map((piece, index) => (index === spoken.length - 1 ? { ...piece, pauseMs: pauses.end } : piece));
};

const cutLong = (sentence: string): string[] => {
  if ([...sentence].length <= longestCharacters) return [sentence];
  const clauses = sentence.match(/[^，、,：:]+[，、,：:]*/g) ?? [sentence];
  const parts: string[] = [];
  for (const clause of clauses.flatMap(chop)) {
    const joined = (parts.at(-1) ?? '') + clause;
    if (parts.length > 0 && [...joined].length <= longestCharacters) parts[parts.length - 1] = joined;
    else parts.push(clause);
  }
  return parts;
};

const chop = (clause: string): string[] => {
  const characters = [...clause];
  const parts: string[] = [];
  for (let at = 0; at < characters.length; at += longestCharacters) {
    parts.push(characters.slice(at, at + longestCharacters).join(''));
  }
  return parts;
};
