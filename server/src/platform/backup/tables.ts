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

/** The tables so ordered that a row's parents come before it. Throws when tables refer to each other in a circle. */
export async function parentsFirst(client: pg.ClientBase, tables: Table[]): Promise<Table[]> {
  const { rows } = await client.query<{ child: string; parent: string }>(`
    select distinct format('%I.%I', cn.nspname, c.relname) as child, format('%I.%I', pn.nspname, p.relname) as parent
    from pg_constraint k
    join pg_class c on c.oid = k.conrelid join pg_namespace cn on cn.oid = c.relnamespace
    join pg_class p on p.oid = k.confrelid join pg_namespace pn on pn.oid = p.relnamespace
    where k.contype = 'f' and k.conrelid <> k.confrelid`);
  const nameOf = await formattedNames(client, tables);
  const ordered: Table[] = [];
  const waiting = new Set(tables);
  while (waiting.size > 0) {
    const open = new Set([...waiting].map((table) => nameOf.get(table)));
    const free = [...waiting].filter(
      (table) => !rows.some(({ child, parent }) => child === nameOf.get(table) && open.has(parent)),
    );
    if (free.length === 0) throw new Error(`these tables refer to each other in a circle: ${[...open].join(', ')}`);
    for (const table of free) waiting.delete(table);
    ordered.push(...free);
  }
  return ordered;
}

// format('%I') quotes only where needed; ask the same function, so that both sides are written alike.
async function formattedNames(client: pg.ClientBase, tables: Table[]): Promise<Map<Table, string>> {
  const { rows } = await client.query<{ name: string }>(
    `select format('%I.%I', s, t) as name from unnest($1::text[], $2::text[]) with ordinality as u(s, t, n) order by n`,
    [tables.map(({ schema }) => schema), tables.map(({ name }) => name)],
  );
  return new Map(tables.map((table, n) => [table, rows[n]!.name]));
}
