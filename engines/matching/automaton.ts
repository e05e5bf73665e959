/**
 * Aho-Corasick automaton over UTF-16 units, dense over the alphabet that the literals use: every literal of every label
 * is found in one pass over the text, whatever their number.
 */
export type Automaton = {
  /** Code unit → column, 0 = not in the alphabet. */
  column: Uint16Array;
  columns: number;
  next: Int32Array;
  /** State → first entry in `outLiteral`, terminated by −1. */
  outStart: Int32Array;
  outLiteral: Int32Array;
};

const alphabetOf = (literals: readonly string[]): { column: Uint16Array; columns: number } => {
  const column = new Uint16Array(65_536);
  let columns = 1;
  for (const literal of literals) {
    for (let i = 0; i < literal.length; i++) {
      const unit = literal.charCodeAt(i);
      if (column[unit] === 0) column[unit] = columns++;
    }
  }
  return { column, columns };
};

const closeOver = (next: Int32Array, outs: number[][], columns: number): void => {
  const fail = new Int32Array(outs.length);
  const queue: number[] = [];
  for (let c = 0; c < columns; c++) {
    const state = next[c] as number;
    if (state < 0) next[c] = 0;
    else queue.push(state);
  }
  for (let head = 0; head < queue.length; head++) {
    const state = queue[head] as number;
    const back = fail[state] as number;
    outs[state] = [...(outs[state] ?? []), ...(outs[back] ?? [])];
    for (let c = 0; c < columns; c++) {
      const at = state * columns + c;
      const target = next[at] as number;
      const viaFail = next[back * columns + c] as number;
      if (target < 0) next[at] = viaFail;
      else {
        fail[target] = viaFail;
        queue.push(target);
      }
    }
  }
};

/** Builds the automaton; a literal's index is its place in the list. Empty literals are refused. */
export const buildAutomaton = (literals: readonly string[]): Automaton => {
  const { column, columns } = alphabetOf(literals);
  const cells: number[] = new Array(columns).fill(-1);
  const outs: number[][] = [[]];
  literals.forEach((literal, index) => {
    if (literal === '') throw new Error(`literal ${index} is empty`);
    let state = 0;
    for (let i = 0; i < literal.length; i++) {
      const at = state * columns + (column[literal.charCodeAt(i)] as number);
      if ((cells[at] as number) < 0) {
        cells[at] = outs.length;
        outs.push([]);
        for (let c = 0; c < columns; c++) cells.push(-1);
      }
      state = cells[at] as number;
    }
    (outs[state] as number[]).push(index);
  });
  const next = Int32Array.from(cells);
  closeOver(next, outs, columns);
  const outStart = new Int32Array(outs.length);
  const flat: number[] = [-1];
  outs.forEach((list, state) => {
    if (list.length === 0) return;
    outStart[state] = flat.length;
    flat.push(...list, -1);
  });
  return { column, columns, next, outStart, outLiteral: Int32Array.from(flat) };
};

/** Calls `onHit(literal, end)` for every occurrence, in order of its end (exclusive, UTF-16 units). */
export const scan = (automaton: Automaton, text: string, onHit: (literal: number, end: number) => void): void => {
  const { column, columns, next, outStart, outLiteral } = automaton;
  let state = 0;
  for (let i = 0; i < text.length; i++) {
    state = next[state * columns + (column[text.charCodeAt(i)] as number)] as number;
    for (let at = outStart[state] as number; (outLiteral[at] as number) >= 0; at++) {
      onHit(outLiteral[at] as number, i + 1);
    }
  }
};
