/** SQL with its values apart: fragments nest, values never become text. */
export type Sql = { readonly parts: readonly string[]; readonly values: readonly unknown[] };

const isSql = (value: unknown): value is Sql =>
  typeof value === 'object' && value !== null && 'parts' in value && 'values' in value;

/** A fragment or a whole statement: sql`select * from t where id = ${id} and ${scope}`. */
export function sql(texts: TemplateStringsArray, ...values: unknown[]): Sql {
  const parts: string[] = [texts[0]!];
  const flat: unknown[] = [];
  values.forEach((value, n) => {
    const after = texts[n + 1]!;
    if (!isSql(value)) {
      flat.push(value);
      parts.push(after);
      return;
    }
    parts[parts.length - 1] += value.parts[0]!;
    parts.push(...value.parts.slice(1));
    parts[parts.length - 1] += after;
    flat.push(...value.values);
  });
  return { parts, values: flat };
}

/** Conditions joined by `and`; none of them is `true`. */
export const allOf = (conditions: readonly Sql[]): Sql =>
  conditions.reduce((all, one) => sql`${all} and ${one}`, sql`true`);

/** The statement as PostgreSQL takes it. */
export const asQuery = ({ parts, values }: Sql): { text: string; values: unknown[] } => ({
  text: parts.reduce((text, part, n) => `${text}$${n}${part}`),
  values: [...values],
});
