import { Worker } from 'node:worker_threads';
import type { Example, Trained, TrainOptions } from '@mingjian/meaning/heads/index.ts';

export type Fold = { learn: Example[]; look: number[] };

/** Groups dealt into `count` folds in the order of their names; examples without a group are always learned from. */
export const foldsOf = (groups: readonly string[], examples: readonly Example[], count: number): Fold[] => {
  const names = [...new Set(groups.filter((group) => group !== ''))].sort();
  const foldOf = new Map(names.map((name, i) => [name, i % count]));
  return Array.from({ length: count }, (_, fold) => {
    const look = groups.flatMap((group, i) => (foldOf.get(group) === fold ? [i] : []));
    const apart = new Set(look);
    return { learn: examples.filter((_, i) => !apart.has(i)), look };
  });
};

/** Trains in a thread of its own, so that two folds use two cores. */
export const trainInThread = (examples: readonly Example[], options: Omit<TrainOptions, 'onEpoch'>): Promise<Trained> =>
  new Promise((resolve, reject) => {
    const worker = new Worker(new URL('./train-thread.ts', import.meta.url), { workerData: { examples, options } });
    worker.once('message', resolve);
    worker.once('error', reject);
    worker.once('exit', (code) => reject(new Error(`the training thread ended with ${code}`)));
  });

/** At most `width` at once, results in order. */
export const inTurn = async <In, Out>(
  all: readonly In[],
  work: (one: In) => Promise<Out>,
  width: number,
): Promise<Out[]> => {
  const results: Out[] = new Array(all.length);
  let next = 0;
  const line = async (): Promise<void> => {
    while (next < all.length) {
      const at = next++;
      results[at] = await work(all[at] as In);
    }
  };
  await Promise.all(Array.from({ length: width }, line));
  return results;
};
