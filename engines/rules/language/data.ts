/** One inspection item: id and its names. */
export type ItemName = { id: string; zh: string; en?: string; meaning?: string };
/** One name that facts carry (docs/reference/facts.md). */
export type FactName = {
  name: string;
  kind: 'state' | 'event' | 'measure' | 'utterance' | 'capability';
  meaning: string;
};

/** What the service knows beside the source: the catalogue, the names of facts, labels and rules of extended packs. */
export type LanguageData = {
  items?: readonly ItemName[];
  facts?: readonly FactName[];
  /** Business steps of the scripts in use. */
  steps?: readonly string[];
  /** Packs that can be extended. */
  packs?: readonly string[];
  /** Labels and rules that come from the packs that this one extends: name → words, id → message. */
  inherited?: { labels: Readonly<Record<string, string>>; rules: Readonly<Record<string, string>> };
};

const kinds = ['state', 'event', 'measure', 'utterance'] as const;

/** Reads the tables of docs/reference/facts.md: names in backticks, the kind in the second column or in the heading. */
export const factsOfPage = (page: string): FactName[] => {
  const out: FactName[] = [];
  let capability = false;
  for (const line of page.split('\n')) {
    if (line.startsWith('## ')) capability = /capabilit/i.test(line);
    const cells = line.split('|').map((cell) => cell.trim());
    const names = [...(cells[1] ?? '').matchAll(/`([\w.]+)`/g)].map((match) => match[1] as string);
    if (!line.startsWith('|') || names.length === 0) continue;
    const kind: FactName['kind'] | undefined = capability
      ? 'capability'
      : kinds.find((word) => (cells[2] ?? '').includes(word));
    const meaning = capability ? (cells[2] ?? '') : (cells[3] ?? '').replaceAll('`', '');
    if (kind !== undefined) for (const name of names) out.push({ name, kind, meaning });
  }
  return out;
};
