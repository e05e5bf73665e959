import { centred, type Meaning } from '@mingjian/meaning';
import { type Example, featuresOf, type HeardTurn, type Lexicon } from '@mingjian/meaning/heads/index.ts';
import type { Lesson } from './lessons.ts';

// A positive turn is one in some hundreds, a sentence written to look like one is worth several others.
const [positiveWeight, resemblingWeight] = [5, 4];

/** Texts to vectors, in order; `onProgress(done, total)` as they come. */
export const vectorsOf = async (
  texts: readonly string[],
  by: { meaning: Meaning; onProgress?: (done: number, total: number) => void },
): Promise<Map<string, Float32Array>> => {
  const wanted = [...new Set(texts)];
  const vectors = new Map<string, Float32Array>();
  for (let from = 0; from < wanted.length; from += 256) {
    const part = wanted.slice(from, from + 256);
    const found = await by.meaning.embed(part);
    part.forEach((text, i) => {
      vectors.set(text, found[i] as Float32Array);
    });
    by.onProgress?.(vectors.size, wanted.length);
  }
  return vectors;
};

/** Lessons to numbers: features, and which labels weigh what. */
export const examplesOf = (
  lessons: readonly Lesson[],
  by: { labels: readonly string[]; lexicon: Lexicon; vectors: Map<string, Float32Array>; mean: Float32Array },
): Example[] => {
  const place = new Map(by.labels.map((label, k) => [label, k]));
  const known = new Map<string, Pick<HeardTurn, 'vector' | 'hits'>>();
  const hear = ({ text, role }: Lesson['turn']): HeardTurn => {
    let heard = known.get(text);
    if (heard === undefined) {
      heard = { vector: centred(by.vectors.get(text) as Float32Array, by.mean), hits: by.lexicon.hitsOf(text) };
      known.set(text, heard);
    }
    return { text, role, ...heard };
  };
  const places = (items: readonly string[]): number[] => items.flatMap((item) => place.get(item) ?? []);
  return lessons.map((lesson) => {
    const before = lesson.before === undefined ? undefined : hear(lesson.before);
    const positives = places(lesson.carries);
    const weights = new Map<number, number>();
    for (const k of places(lesson.unknown)) weights.set(k, 0);
    for (const k of places(lesson.resembles)) weights.set(k, resemblingWeight);
    for (const k of positives) weights.set(k, positiveWeight);
    return {
      features: featuresOf(hear(lesson.turn), before, by.lexicon.names.length),
      positives: new Set(positives),
      weights,
    };
  });
};
