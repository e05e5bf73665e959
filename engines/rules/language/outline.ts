import { isMap, isScalar, isSeq, type Node, parseDocument, type YAMLMap } from 'yaml';

/** What a pack defines, as far as its text can be read. */
export type Outline = {
  labels: { name: string; words: string; offset: number }[];
  rules: { id: string; message: string; offset: number }[];
};

const textOf = (node: unknown): string =>
  isScalar(node) ? String(node.value ?? '') : isSeq(node) ? node.items.map(textOf).join('、') : '';
const offsetIn = (node: unknown): number => (node as Node | null)?.range?.[0] ?? 0;

const wordsOf = (label: unknown): string =>
  isMap(label)
    ? label.items
        .map((pair) => `${textOf(pair.key)}: ${textOf(pair.value)}`)
        .join('；')
        .slice(0, 300)
    : '';

const readLabels = (root: YAMLMap): Outline['labels'] => {
  const labels = root.get('labels') as unknown;
  if (!isMap(labels)) return [];
  return labels.items.map((pair) => ({
    name: textOf(pair.key),
    words: wordsOf(pair.value),
    offset: offsetIn(pair.key),
  }));
};

const readRules = (root: YAMLMap): Outline['rules'] => {
  const rules = root.get('rules') as unknown;
  if (!isSeq(rules)) return [];
  return rules.items.filter(isMap).map((rule) => ({
    id: textOf(rule.get('id', true)),
    message: textOf(rule.get('message', true)),
    offset: offsetIn(rule),
  }));
};

/** Reads labels and rules of a source, broken or not; what cannot be read is left out. */
export const outlineOf = (source: string): Outline => {
  try {
    const root = parseDocument(source).contents as unknown;
    if (!isMap(root)) return { labels: [], rules: [] };
    return { labels: readLabels(root), rules: readRules(root).filter((rule) => rule.id !== '') };
  } catch {
    return { labels: [], rules: [] };
  }
};
