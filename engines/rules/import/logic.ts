/** A combination of named parts: `1&&(2||!3)`. */
export type Logic = { k: 'part'; id: string } | { k: 'not'; part: Logic } | { k: 'and' | 'or'; a: Logic; b: Logic };

/**
 * How `&&` and `||` bind without parentheses. `level`: both the same, from left to right (Alibaba SCA: `1||2&&3` means
 * `(1||2)&&3`). `usual`: `&&` first, as in programming languages.
 */
export type Precedence = 'level' | 'usual';

const tokensOf = (source: string): string[] => {
  const tokens = source.match(/&&|\|\||[!()]|"[^"]*"|[^\s&|!()"]+/g) ?? [];
  if (tokens.join('') !== source.replaceAll(/\s+(?=(?:[^"]*"[^"]*")*[^"]*$)/g, ''))
    throw new Error(`表达式读不懂 cannot read the expression "${source}"`);
  return tokens;
};

/** Reads an expression over part ids or quoted words. @throws Error with what was found. */
export const parseLogic = (source: string, precedence: Precedence): Logic => {
  const tokens = tokensOf(source);
  let next = 0;
  const term = (): Logic => {
    const token = tokens[next++];
    if (token === '!') return { k: 'not', part: term() };
    if (token === '(') {
      const inner = precedence === 'level' ? level() : either();
      if (tokens[next++] !== ')') throw new Error(`缺少右括号 a closing bracket is missing in "${source}"`);
      return inner;
    }
    if (token === undefined || /^(&&|\|\||\))$/.test(token))
      throw new Error(`应为条件 a part was expected in "${source}", found ${token ?? 'the end'}`);
    return { k: 'part', id: token.replaceAll('"', '') };
  };
  const chain = (operators: readonly string[], read: () => Logic): Logic => {
    let left = read();
    while (operators.includes(tokens[next] ?? ''))
      left = { k: tokens[next++] === '&&' ? 'and' : 'or', a: left, b: read() };
    return left;
  };
  const level = (): Logic => chain(['&&', '||'], term);
  const either = (): Logic => chain(['||'], () => chain(['&&'], term));
  const logic = precedence === 'level' ? level() : either();
  if (next < tokens.length) throw new Error(`多出 unexpected ${tokens[next]} in "${source}"`);
  return logic;
};

export const partsOfLogic = (logic: Logic): string[] => {
  if (logic.k === 'part') return [logic.id];
  return logic.k === 'not' ? partsOfLogic(logic.part) : [...partsOfLogic(logic.a), ...partsOfLogic(logic.b)];
};

/** With all its parentheses. */
export const printLogic = (logic: Logic): string => {
  if (logic.k === 'part') return logic.id;
  if (logic.k === 'not') return `!${printLogic(logic.part)}`;
  return `(${printLogic(logic.a)}${logic.k === 'and' ? '&&' : '||'}${printLogic(logic.b)})`;
};

/** Whether the two ways of binding read an expression differently: the trap that an importer must not step into. */
export const bindsDifferently = (source: string): boolean =>
  printLogic(parseLogic(source, 'level')) !== printLogic(parseLogic(source, 'usual'));

/** Negations pushed down to the parts (De Morgan), so that a clause language can say them. */
export const negationsInward = (logic: Logic, negated = false): Logic => {
  if (logic.k === 'part') return negated ? { k: 'not', part: logic } : logic;
  if (logic.k === 'not') return negationsInward(logic.part, !negated);
  const k = negated ? (logic.k === 'and' ? 'or' : 'and') : logic.k;
  return { k, a: negationsInward(logic.a, negated), b: negationsInward(logic.b, negated) };
};
