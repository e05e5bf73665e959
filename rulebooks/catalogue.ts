import { readFileSync } from 'node:fs';
import type { FindingKind, Severity } from '@mingjian/rules';
import { parse } from 'yaml';

/** One inspection item (质检项). `scope` names the product lines, `all` or a list of codes. */
export type Item = {
  id: string;
  zh: string;
  en: string;
  meaning: string;
  violatedWhen: 'present' | 'missing';
  scope: string;
  severity: Severity;
  kind: FindingKind;
};

/** The public catalogue, in the order of docs/reference/items.md. */
export const items: readonly Item[] = (
  parse(readFileSync(new URL('./items.yaml', import.meta.url), 'utf8')) as { items: Item[] }
).items;

/** The catalogue as a page (docs/reference/items.md). */
export const itemsPage = (): string => {
  const rows = items.map(
    (i) =>
      `| \`${i.id}\` | ${i.zh} | ${i.meaning} | ${i.violatedWhen === 'present' ? 'V+' : 'V−'} | ${i.scope} | ${i.severity} | ${i.kind} |`,
  );
  const head = [
    '# Inspection items (质检项)',
    '',
    `Made from \`rulebooks/items.yaml\` (${items.length} items). V+ = violated when it occurs, V− = violated when it is missing within its scope.`,
    'A signal is raised, never a verdict on a person.',
    '',
    '| id | 名称 | meaning | type | scope | severity | kind |',
    '|---|---|---|---|---|---|---|',
  ];
  return `${[...head, ...rows].join('\n')}\n`;
};
