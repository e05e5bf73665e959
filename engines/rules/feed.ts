import type { Fact } from '@mingjian/timeline';

/**
 * Facts on their way into the trace: they may arrive late and out of order, and may still be corrected, until the watermark
 * has passed their start. Then they leave in media order, each once. `provisional` words never leave: only their last form does,
 * and whoever moves the watermark holds it back until that has come.
 */
export type Feed = {
  push(fact: Fact): 'taken' | 'replaced' | 'late';
  /** Hands over, in order, every fact that starts before the watermark; an utterance with its `label.score` facts. */
  release(watermarkMs: number, take: (fact: Fact, scores: readonly Fact[]) => void): void;
};

const inOrder = (a: Fact, b: Fact): number => a.t - b.t || a.seq - b.seq;
const none: readonly Fact[] = [];

/** Whether a score speaks of this utterance: it names it (`of`), or starts with it, in the same role or none. */
const speaksOf = (score: Fact, said: Fact): boolean => {
  if (score.of !== undefined) return score.of === said.id;
  return score.t === said.t && (score.role === undefined || score.role === said.role);
};

export const openFeed = (): Feed => {
  let waiting: Fact[] = [];
  let scores: Fact[] = [];
  let sorted = true;
  let watermark = Number.NEGATIVE_INFINITY;
  /** Words that the recogniser will look at again: they wait outside until their last form comes. */
  const provisional = new Set<string>();
  const drop = (id: string): boolean => {
    const before = waiting.length + scores.length;
    waiting = waiting.filter((fact) => fact.id !== id);
    scores = scores.filter((fact) => fact.id !== id);
    return waiting.length + scores.length < before;
  };
  return {
    push: (fact) => {
      if (fact.provisional === true) {
        provisional.add(fact.id);
        return 'taken';
      }
      const replaces = fact.revises !== undefined && (provisional.delete(fact.revises) || drop(fact.revises));
      if (fact.revises !== undefined && !replaces) return 'late';
      if (fact.t < watermark) return 'late';
      if (fact.name === 'label.score') {
        scores.push(fact);
        return replaces ? 'replaced' : 'taken';
      }
      const last = waiting.at(-1);
      if (last !== undefined && inOrder(last, fact) > 0) sorted = false;
      waiting.push(fact);
      return replaces ? 'replaced' : 'taken';
    },
    release: (watermarkMs, take) => {
      watermark = Math.max(watermark, watermarkMs);
      if (!sorted) waiting.sort(inOrder);
      sorted = true;
      let count = 0;
      while (count < waiting.length && (waiting[count] as Fact).t < watermark) count += 1;
      if (count === 0) return;
      const ready = waiting.slice(0, count);
      waiting = waiting.slice(count);
      for (const fact of ready) {
        if (scores.length === 0 || fact.name !== 'speech.text') {
          take(fact, none);
          continue;
        }
        const own = scores.filter((score) => speaksOf(score, fact));
        if (own.length > 0) scores = scores.filter((score) => !own.includes(score));
        take(fact, own);
      }
    },
  };
};
