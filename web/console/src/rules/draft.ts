const keyOf = (name: string): string => `mingjian.rules.draft.${name}`;

/** The browser's own copy of a changed pack; nothing is kept on the server. A full or closed storage keeps nothing. */
export const savedDraft = (name: string): string | undefined => {
  try {
    return localStorage.getItem(keyOf(name)) ?? undefined;
  } catch {
    return undefined;
  }
};

/** Keeps a draft that differs from the shipped text, forgets one that does not. False when the browser refuses. */
export const keepDraft = (name: string, source: string, shipped: string): boolean => {
  try {
    if (source === shipped) localStorage.removeItem(keyOf(name));
    else localStorage.setItem(keyOf(name), source);
    return true;
  } catch {
    return false;
  }
};
