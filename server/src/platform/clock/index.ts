/** The wall clock as an argument: tests turn it, nothing else reads the time. */
export type Clock = { now(): Date };

export const systemClock: Clock = { now: () => new Date() };

/** A clock that stands still until it is moved. */
export const stoppedClock = (start: Date): Clock & { advance(ms: number): void } => {
  let at = start.getTime();
  return {
    now: () => new Date(at),
    advance: (ms) => {
      at += ms;
    },
  };
};
