import type { Fact } from './fact.ts';

/** JSON Lines of `mingjian.facts/1`: one fact a line, keys in the order in which the fact holds them. */
export const encodeFacts = (facts: readonly Fact[]): string => facts.map((f) => `${JSON.stringify(f)}\n`).join('');

/** Reads JSON Lines; a broken last line (a crash while appending) is dropped, a broken line elsewhere is an error naming its number. */
export const decodeFacts = (text: string): Fact[] => {
  const lines = text.split('\n');
  const facts: Fact[] = [];
  lines.forEach((line, index) => {
    if (line.trim() === '') return;
    try {
      facts.push(JSON.parse(line) as Fact);
    } catch {
      const isTail = lines.slice(index + 1).every((rest) => rest.trim() === '');
      if (!isTail) throw new Error(`timeline line ${index + 1} is not JSON`);
    }
  });
  return facts;
};
