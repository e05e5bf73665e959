import { useCallback, useState } from 'react';

const prefix = 'mingjian.draft/';

const read = (key: string): string | undefined => {
  try {
    return localStorage.getItem(prefix + key) ?? undefined;
  } catch {
    // A file opened from disk may have no storage; the draft then lives as long as the page.
    return undefined;
  }
};

const write = (key: string, text: string | undefined) => {
  try {
    if (text === undefined) localStorage.removeItem(prefix + key);
    else localStorage.setItem(prefix + key, text);
  } catch {
    // No storage, or full: nothing is lost that the page does not still hold.
  }
};

/** Text that survives a reload on this machine until it is saved; `undefined` = no draft. */
export const useDraft = (key: string): [string | undefined, (text: string | undefined) => void] => {
  const [text, setText] = useState(() => read(key));
  const set = useCallback(
    (next: string | undefined) => {
      setText(next);
      write(key, next);
    },
    [key],
  );
  return [text, set];
};
