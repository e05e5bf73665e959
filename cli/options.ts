/** How one option is written: `flag` takes no value, `one` the last given, `many` all of them. */
export type OptionKind = 'flag' | 'one' | 'many';
export type OptionTable = Record<string, OptionKind>;
export type ParsedOptions = {
  operands: string[];
  flag(name: string): boolean;
  one(name: string): string | undefined;
  many(name: string): string[];
};

/** A wrong word on the command line; the command ends with 64 (EX_USAGE). */
export class UsageError extends Error {
  override name = 'UsageError';
}

/** Levenshtein distance, for the closest right word. */
const distance = (a: string, b: string): number => {
  let previous = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i++) {
    const current = [i];
    for (let j = 1; j <= b.length; j++) {
      const substitution = (previous[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      current.push(Math.min(substitution, (previous[j] ?? 0) + 1, (current[j - 1] ?? 0) + 1));
    }
    previous = current;
  }
  return previous[b.length] ?? 0;
};

/** The word of `words` nearest to `wrong`, when it is near enough to be what was meant. */
export const closest = (wrong: string, words: readonly string[]): string | undefined => {
  const ranked = words.map((word) => ({ word, d: distance(wrong, word) })).sort((a, b) => a.d - b.d);
  const best = ranked[0];
  return best !== undefined && best.d <= Math.max(2, Math.floor(wrong.length / 3)) ? best.word : undefined;
};

const unknownOption = (name: string, table: OptionTable): UsageError => {
  const near = closest(
    name,
    Object.keys(table).map((key) => `--${key}`),
  );
  return new UsageError(
    `未知选项 unknown option ${name}${near === undefined ? '' : `，是否想写 did you mean ${near}?`}`,
  );
};

/** Parses `--name value`, `--name=value`, flags and operands; `--` ends the options. */
export const parseOptions = (argv: readonly string[], table: OptionTable): ParsedOptions => {
  const values = new Map<string, string[]>();
  const operands: string[] = [];
  for (let i = 0; i < argv.length; i++) {
    const word = argv[i] ?? '';
    if (word === '--') {
      operands.push(...argv.slice(i + 1));
      break;
    }
    if (!word.startsWith('--')) {
      operands.push(word);
      continue;
    }
    const [name = '', inline] = word.slice(2).split(/=(.*)/s);
    const kind = table[name];
    if (kind === undefined) throw unknownOption(`--${name}`, table);
    if (kind === 'flag') {
      if (inline !== undefined) throw new UsageError(`选项 --${name} 不带值 takes no value`);
      values.set(name, ['true']);
      continue;
    }
    const value = inline ?? argv[++i];
    if (value === undefined) throw new UsageError(`选项 --${name} 缺少值 needs a value`);
    values.set(name, [...(values.get(name) ?? []), value]);
  }
  return {
    operands,
    flag: (name) => values.has(name),
    one: (name) => values.get(name)?.at(-1),
    many: (name) => values.get(name) ?? [],
  };
};

/** `k=v` of `--field`: true/false and plain numbers become values, anything else stays text. */
export const parseField = (text: string): [string, unknown] => {
  const at = text.indexOf('=');
  if (at <= 0) throw new UsageError(`--field 应写成 must be written as name=value: ${text}`);
  const value = text.slice(at + 1);
  if (value === 'true' || value === 'false') return [text.slice(0, at), value === 'true'];
  // An identity or card number would lose digits as a number.
  if (/^-?\d{1,15}(\.\d+)?$/.test(value) && !/^0\d/.test(value)) return [text.slice(0, at), Number(value)];
  return [text.slice(0, at), value];
};
