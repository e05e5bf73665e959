/**
 * All literals of all labels in one index that a text is walked past once. A bloom filter over pairs of UTF-16 units,
 * small enough for the first-level cache whatever the number of rules, says at each place whether any literal could
 * begin there; only then is the trie walked. (An automaton over dense rows is as fast at 800 words, but its rows leave
 * the cache at 8,000.) Literals are found by start, shorter ones first; each trie node ends at most one literal.
 */
export type LiteralIndex = {
  /** One byte per hashed pair of units; `1 << (32 - bloomShift)` of them. */
  bloom: Uint8Array;
  bloomShift: number;
  /** Open-addressed edges, four entries each: from, unit, to, spare. `from` is a node, or −1−unit for the first pair. */
  edges: Int32Array;
  edgeMask: number;
  /** Node → literal that ends there, −1 = none. Node 0 means "no node". */
  literalAt: Int32Array;
  /** Node → 1 where the trie goes on. */
  goesOn: Uint8Array;
  /** Unit → literal of that one unit + 1; undefined when there is none such. */
  single: Int32Array | undefined;
  /** Unit → 1 where it is a literal of its own or belongs to a run: one look for both. */
  special: Uint8Array;
  lengths: Int32Array;
};

export const FIRST = 0x9e3779b1;
export const SECOND = 0x85ebca6b;

/** Where an edge is looked for first. */
export const edgePlace = (from: number, unit: number, mask: number): number => {
  const mixed = Math.imul(from, FIRST) ^ Math.imul(unit, SECOND);
  return (mixed ^ (mixed >>> 15)) & mask;
};

const powerAbove = (n: number, least: number): number => {
  let size = least;
  while (size < n) size *= 2;
  return size;
};

/** Node reached from `from` over `unit`, 0 = none. */
export const follow = ({ edges, edgeMask }: LiteralIndex, from: number, unit: number): number => {
  for (let at = edgePlace(from, unit, edgeMask); ; at = (at + 1) & edgeMask) {
    const target = edges[at * 4 + 2] as number;
    if (target === 0) return 0;
    if (edges[at * 4] === from && edges[at * 4 + 1] === unit) return target;
  }
};

const emptyIndex = (literals: readonly string[], marks: Uint8Array | undefined): LiteralIndex => {
  const units = literals.reduce((sum, literal) => sum + literal.length, 0);
  const pairs = new Set(literals.map((literal) => literal.slice(0, 2))).size;
  const bytes = powerAbove(pairs * 16, 1 << 12);
  const places = powerAbove(units * 2, 16);
  return {
    bloom: new Uint8Array(bytes),
    bloomShift: 32 - Math.log2(bytes),
    edges: new Int32Array(places * 4),
    edgeMask: places - 1,
    literalAt: new Int32Array(units + 1).fill(-1),
    goesOn: new Uint8Array(units + 1),
    single: literals.some((literal) => literal.length === 1) ? new Int32Array(65_536) : undefined,
    special: marks?.slice() ?? new Uint8Array(65_536),
    lengths: Int32Array.from(literals, (literal) => literal.length),
  };
};

const addEdge = (index: LiteralIndex, from: number, unit: number, to: number): void => {
  let at = edgePlace(from, unit, index.edgeMask);
  while (index.edges[at * 4 + 2] !== 0) at = (at + 1) & index.edgeMask;
  index.edges[at * 4] = from;
  index.edges[at * 4 + 1] = unit;
  index.edges[at * 4 + 2] = to;
};

/** Builds the index; a literal's number is its place in the list; `marks`: see runs. Throws on an empty or repeated literal. */
export const indexLiterals = (literals: readonly string[], marks: Uint8Array | undefined): LiteralIndex => {
  const index = emptyIndex(literals, marks);
  let nodes = 0;
  const grow = (from: number, unit: number): number => {
    const known = follow(index, from, unit);
    if (known !== 0) return known;
    nodes += 1;
    addEdge(index, from, unit, nodes);
    if (from > 0) index.goesOn[from] = 1;
    return nodes;
  };
  literals.forEach((literal, id) => {
    if (literal === '') throw new Error(`literal ${id} is empty`);
    const first = literal.charCodeAt(0);
    if (literal.length === 1) {
      (index.single as Int32Array)[first] = id + 1;
      index.special[first] = 1;
      return;
    }
    const second = literal.charCodeAt(1);
    index.bloom[(Math.imul(first, FIRST) ^ Math.imul(second, SECOND)) >>> index.bloomShift] = 1;
    let node = grow(-1 - first, second);
    for (let i = 2; i < literal.length; i++) node = grow(node, literal.charCodeAt(i));
    if (index.literalAt[node] !== -1) throw new Error(`literal "${literal}" is there twice`);
    index.literalAt[node] = id;
  });
  return index;
};
