import type { Vocabulary } from './tokens.ts';

/** A trie over token ids; `word` marks the end of a term. */
export type HotNode = { children: Map<number, HotNode>; word: boolean };

/** Terms that hold a negation or a number are left out: recognition must not be pulled towards or away from them. */
export const guarded = /[不非无没未别否勿0-9０-９〇零一二三四五六七八九十百千万亿两半]/;

export const hotTrie = (terms: readonly string[], vocabulary: Pick<Vocabulary, 'encode'>): HotNode => {
  const root: HotNode = { children: new Map(), word: false };
  for (const term of terms) {
    if (term.length < 2 || guarded.test(term)) continue;
    let node = root;
    for (const id of vocabulary.encode(term)) {
      const child = node.children.get(id) ?? { children: new Map(), word: false };
      node.children.set(id, child);
      node = child;
    }
    node.word = true;
  }
  return root;
};

/** Where a hypothesis stands in the trie; `pending` is bonus that is taken back when the path breaks. */
export type HotState = { node: HotNode; pending: number };

/** One token further: the new place and the change of score, +1 nat per token on a path. */
export const advance = (root: HotNode, state: HotState, token: number): { state: HotState; bonus: number } => {
  const onward = state.node.children.get(token);
  const next = onward ?? root.children.get(token);
  const takenBack = onward === undefined ? -state.pending : 0;
  if (next === undefined) return { state: { node: root, pending: 0 }, bonus: takenBack };
  const pending = next.word ? 0 : (onward === undefined ? 0 : state.pending) + 1;
  return { state: { node: next, pending }, bonus: takenBack + 1 };
};
