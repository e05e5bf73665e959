/** What there is to copy, read from the catalogue: the product's tables and those of the job queue beside them. */
import type pg from 'pg';

export type Table = { schema: string; name: string; columns: string[] };
export type Sequence = { schema: string; name: string; value: string; isCalled: boolean };

const OURS = `n.nspname not in ('pg_catalog', 'information_schema') and n.nspname !~ '^pg_(toast|temp)'`;

/** `"schema"."name"`, quoted for SQL. */
export const quoted = ({ schema, name }: { schema: string; name: string }): string => `${quote(schema)}.${quote(name)}`;
export const quote = (name: string): string => `"${name.replaceAll('"', '""')}"`;

/** Ordinary tables and the roots of partitioned ones, with their stored columns (generated ones are computed again). */
export async function listTables(client: pg.ClientBase): Promise<Table[]> {
  const { rows } = await client.query<Table>(`
    select n.nspname as schema, c.relname as name,
           array_agg(a.attname::text order by a.attnum) as columns
    from pg_class c
    join pg_namespace n on n.oid = c.relnamespace
    join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = ''
    where c.relkind in ('r', 'p') and not c.relispartition and ${OURS}
    group by 1, 2 order by 1, 2`);
  return rows;
}

/** Every sequence with where it stands. */
export async function listSequences(client: pg.ClientBase): Promise<Sequence[]> {
  const { rows } = await client.query<{ schema: string; name: string }>(`
    select n.nspname as schema, c.relname as name
    from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where c.relkind = 'S' and ${OURS} order by 1, 2`);
  const found: Sequence[] = [];
  for (const one of rows) {
    const state = await client.query(`select last_value::text as value, is_called as "isCalled" from ${quoted(one)}`);
    found.push({ ...one, ...state.rows[0] });
  }
  return found;
}
