/** At most `width` works at once; the others wait in the order in which they came. */
export type Gate = { pass<T>(work: () => Promise<T>): Promise<T> };

export const openGate = (width: number): Gate => {
  let free = width;
  const waiting: (() => void)[] = [];
  const leave = () => {
    const next = waiting.shift();
    if (next === undefined) free += 1;
    else next();
  };
  return {
    pass: async (work) => {
      if (free > 0) free -= 1;
      else await new Promise<void>((resolve) => waiting.push(resolve));
      try {
        return await work();
      } finally {
        leave();
      }
    },
  };
};

const gates = new Map<string, Gate>();
/** The one gate of an endpoint in this process, however many conversations ask it. */
export const gateOf = (endpoint: string, width: number): Gate => {
  const known = gates.get(endpoint) ?? openGate(width);
  gates.set(endpoint, known);
  return known;
};
