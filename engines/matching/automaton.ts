/**
 * Aho-Corasick automaton over UTF-16 units: every literal of every label is found in one pass over the text, whatever
 * their number. The root row is dense (most characters of a text lead nowhere); the other edges lie in one
 * open-addressed table, so building and memory grow with the literals and not with alphabet times states.
 */
export type Automaton = {
  /** Code unit → state reached from the root, 0 = none. */
  root: Int32Array;
  /** Edge table: `state * 65536 + unit + 1`, 0 = empty; a power of two long. */
  keys: Float64Array;
  targets: Int32Array;
  fail: Int32Array;
  /** State → first entry in `outLiteral`, terminated by −1. */
  outStart: Int32Array;
  outLiteral: Int32Array;
};

type Trie = { children: Map<number, number>[]; outs: number[][] };

const trieOf = (literals: readonly string[]): Trie => {
  const children: Map<number, number>[] = [new Map()];
  const outs: number[][] = [[]];
  literals.forEach((literal, index) => {
    if (literal === '') throw new Error(`literal ${index} is empty`);
    let state = 0;
    for (let i = 0; i < literal.length; i++) {
      const unit = literal.charCodeAt(i);
      const known = children[state]?.get(unit);
      if (known !== undefined) state = known;
      else {
        const created = children.push(new Map()) - 1;
        outs.push([]);
        children[state]?.set(unit, created);
        state = created;
      }
    }
    outs[state]?.push(index);
  });
  return { children, outs };
};

/** Breadth first: where to go on when no edge fits, and the literals that end there too. */
const failuresOf = ({ children, outs }: Trie): Int32Array => {
  const fail = new Int32Array(children.length);
  const queue = [...(children[0]?.values() ?? [])];
  for (let head = 0; head < queue.length; head++) {
    const state = queue[head] as number;
    const inherited = outs[fail[state] as number] as number[];
    if (inherited.length > 0) outs[state] = [...(outs[state] as number[]), ...inherited];
    for (const [unit, target] of children[state] as Map<number, number>) {
      let back = fail[state] as number;
      while (back !== 0 && !children[back]?.has(unit)) back = fail[back] as number;
      fail[target] = children[back]?.get(unit) ?? 0;
      queue.push(target);
    }
  }
  return fail;
};

const slotOf = (state: number, unit: number, mask: number): number =>
  (Math.imul(state, 0x9e3779b1) ^ Math.imul(unit, 0x85ebca6b)) & mask;

const edgeTable = ({ children }: Trie): Pick<Automaton, 'root' | 'keys' | 'targets'> => {
  let size = 16;
  while (size < children.length * 2) size *= 2;
  const keys = new Float64Array(size);
  const targets = new Int32Array(size);
  const root = new Int32Array(65_536);
  children.forEach((edges, state) => {
    for (const [unit, target] of edges) {
      if (state === 0) root[unit] = target;
      let at = slotOf(state, unit, size - 1);
      while (keys[at] !== 0) at = (at + 1) & (size - 1);
      keys[at] = state * 65_536 + unit + 1;
      targets[at] = target;
    }
  });
  return { root, keys, targets };
};

/** Builds the automaton; a literal's index is its place in the list. Empty literals are refused. */
export const buildAutomaton = (literals: readonly string[]): Automaton => {
  const trie = trieOf(literals);
  const fail = failuresOf(trie);
  const outStart = new Int32Array(trie.outs.length);
  const flat: number[] = [-1];
  trie.outs.forEach((list, state) => {
    if (list.length === 0) return;
    outStart[state] = flat.length;
    flat.push(...list, -1);
  });
  return { ...edgeTable(trie), fail, outStart, outLiteral: Int32Array.from(flat) };
};

const step = (automaton: Automaton, from: number, unit: number): number => {
  const { root, keys, targets, fail } = automaton;
  const mask = keys.length - 1;
  for (let state = from; state !== 0; state = fail[state] as number) {
    const key = state * 65_536 + unit + 1;
    for (let at = slotOf(state, unit, mask); keys[at] !== 0; at = (at + 1) & mask) {
      if (keys[at] === key) return targets[at] as number;
    }
  }
  return root[unit] as number;
};

/** Calls `onHit(literal, end)` for every occurrence, in order of its end (exclusive, UTF-16 units). */
export const scan = (automaton: Automaton, text: string, onHit: (literal: number, end: number) => void): void => {
  const { outStart, outLiteral } = automaton;
  let state = 0;
  for (let i = 0; i < text.length; i++) {
    state = step(automaton, state, text.charCodeAt(i));
    for (let at = outStart[state] as number; (outLiteral[at] as number) >= 0; at++) {
      onHit(outLiteral[at] as number, i + 1);
    }
  }
};
