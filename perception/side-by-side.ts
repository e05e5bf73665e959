/**
 * Runs works side by side. When one fails the others are told to stop and waited for, so that nothing goes on in a folder
 * that is about to be removed; then the first failure is thrown.
 */
export const sideBySide = async <A, B>(
  outer: AbortSignal,
  works: readonly [(signal: AbortSignal) => Promise<A>, (signal: AbortSignal) => Promise<B>],
): Promise<[A, B]> => {
  const stop = new AbortController();
  const signal = AbortSignal.any([outer, stop.signal]);
  let first: { error: unknown } | undefined;
  const guarded = async <T>(work: (signal: AbortSignal) => Promise<T>): Promise<T | undefined> => {
    try {
      return await work(signal);
    } catch (error) {
      first ??= { error };
      stop.abort(error);
      return undefined;
    }
  };
  const [a, b] = await Promise.all([guarded(works[0]), guarded(works[1])]);
  if (first !== undefined) throw first.error;
  return [a as A, b as B];
};
