import type { Engine } from '@mingjian/detector-core';

/** The model takes 600 MB: after this pause its process ends, and the next text starts it again (1 s). */
const idleMs = 60_000;

/** Stops the engine's process when nobody has spoken for a while. */
export const withRest = (engine: Engine): Engine => {
  let timer: NodeJS.Timeout | undefined;
  let calls = 0;
  return {
    ...engine,
    call: async (method, argument, callOptions) => {
      clearTimeout(timer);
      calls++;
      try {
        return await engine.call(method, argument, callOptions);
      } finally {
        calls--;
        if (calls === 0) timer = setTimeout(() => void engine.stop(), idleMs).unref();
      }
    },
    stop: () => {
      clearTimeout(timer);
      return engine.stop();
    },
  };
};
