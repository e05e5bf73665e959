/** One piece of work at a time: the models use all threads, and two at once would only slow each other. */
export type Turns = {
  /** Waits for its turn: the lowest `urgency` goes first, then who came first. Urgency is asked when a turn is free. */
  take<T>(work: () => Promise<T>, urgency: () => number): Promise<T>;
};
type Waiting = { start: () => Promise<void>; urgency: () => number };

export const openTurns = (): Turns => {
  const waiting: Waiting[] = [];
  let busy = false;
  const next = async () => {
    if (busy) return;
    busy = true;
    while (waiting.length > 0) {
      const first = waiting.reduce((a, b) => (b.urgency() < a.urgency() ? b : a));
      waiting.splice(waiting.indexOf(first), 1);
      await first.start();
    }
    busy = false;
  };
  return {
    take: <T>(work: () => Promise<T>, urgency: () => number) =>
      new Promise<T>((resolve, reject) => {
        waiting.push({ urgency, start: async () => work().then(resolve, reject) });
        void next();
      }),
  };
};
