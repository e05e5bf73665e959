/** The symbols of the voice model that Mandarin speech uses, and their ids. Anything else it would drop silently. */
const table =
  '; 1 : 2 , 3 . 4 ! 5 ? 6 — 9 … 10 " 11 ( 12 ) 13 “ 14 ” 15 ʦ 20 ʨ 21 ꭧ 23 A 24 I 25 O 31 ᵊ 42 a 43 b 44 d 46 e 47 f 48 i 51 j 52 k 53 l 54 m 55 n 56 o 57 p 58 s 61 t 62 u 63 v 64 w 65 x 66 y 67 z 68 ɑ 69 ɔ 76 ɕ 77 ʤ 82 ə 83 ɚ 85 ɛ 86 ɥ 99 ɨ 101 ŋ 112 ɹ 123 ɻ 126 ʂ 130 ʧ 133 ʊ 135 ʌ 138 ɤ 140 ˈ 156 ʰ 162 ↓ 169 → 171 ↗ 172 ↘ 173';
const spaceId = 16;

const pairs = table.split(' ');
export const symbolIds: ReadonlyMap<string, number> = new Map([
  [' ', spaceId],
  ...Array.from({ length: pairs.length / 2 }, (_, at) => [pairs[2 * at]!, Number(pairs[2 * at + 1])] as const),
]);

/** Ids of a phoneme string. @throws Error on a symbol the model does not know: it would be swallowed. */
export const idsOf = (phonemes: string): number[] =>
  [...phonemes].map((symbol) => {
    const id = symbolIds.get(symbol);
    if (id === undefined) throw new Error(`the voice model has no symbol "${symbol}" (in "${phonemes}")`);
    return id;
  });
