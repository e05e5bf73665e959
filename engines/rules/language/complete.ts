import type { LanguageData } from './data.ts';
import { keysAt, type Level } from './engine.ts';
import { type Candidate, conditionWords, patternWords } from './expression-words.ts';
import { fieldMeanings } from './fields.ts';
import { meaningIn } from './meaning.ts';
import { outlineOf } from './outline.ts';
import { type Place, placeAt } from './place.ts';
import { offsetOf, type Position, positionOf, type SourceRange } from './position.ts';
import { citationKeyMeanings, type Meaning } from './words.ts';

export type Completion = {
  /** What the list shows; `insert` is what replaces the text of `range`. */
  label: string;
  insert: string;
  kind: 'key' | 'value' | 'item' | 'rule' | Candidate['kind'];
  meaning?: Meaning;
  range: SourceRange;
};
type Offer = Pick<Completion, 'label' | 'kind'> & { insert?: string; meaning?: Meaning };

const patternKeys = ['forbid', 'require', 'after', 'before', 'unless'];
const listed: Record<string, readonly string[]> = {
  severity: ['blocking', 'major', 'minor', 'info'],
  kind: ['conduct', 'quality', 'signal'],
  needs: ['words', 'media', 'picture'],
  scope: ['full', 'extract'],
  grade: ['A', 'B', 'C'],
  anchors: ['each', 'first', 'last', 'any'],
  at_least_once: ['true', 'false'],
};
const eventOpeners = [
  'agent: ',
  'customer: ',
  'third: ',
  'step: ',
  'fact: ',
  'agent: <interrupt>',
  'customer: ~face.out',
];

/** Which mapping of a pack the path stands in, or undefined where names are free. */
const levelOf = (path: Place['path']): Level | 'citation' | 'fields' | undefined => {
  if (path.length === 0) return 'pack';
  if (path[0] === 'labels' && path.length === 2) return 'label';
  if (path[0] === 'rules' && path.length === 2) return 'rule';
  if (path[0] === 'tests' && path.length === 2) return 'test';
  if (path[2] === 'citation') return 'citation';
  return path[0] === 'tests' && (path[2] === 'fields' || path[2] === 'call') ? 'fields' : undefined;
};

const keyOffers = (place: Place): Offer[] => {
  const level = levelOf(place.path);
  if (level === undefined) return [];
  const keys =
    level === 'citation'
      ? Object.keys(citationKeyMeanings)
      : level === 'fields'
        ? Object.keys(fieldMeanings)
        : keysAt(level);
  return keys.map((label) => {
    const meaning = level === 'fields' ? fieldMeanings[label] : meaningIn(level, label);
    return { label, kind: 'key', insert: `${label}: `, ...(meaning === undefined ? {} : { meaning }) };
  });
};

const ruleOffers = (source: string, data: LanguageData): Offer[] => [
  ...outlineOf(source).rules.map(
    ({ id, message }): Offer => ({ label: id, kind: 'rule', meaning: { zh: message, en: message } }),
  ),
  ...Object.entries(data.inherited?.rules ?? {}).map(
    ([label, message]): Offer => ({ label, kind: 'rule', meaning: { zh: message, en: message } }),
  ),
];

const expressionOffers = (source: string, place: Place, data: LanguageData): Offer[] => {
  const key = String(place.path[2]);
  const fields = key === 'if' ? place.typed : /^fields\s([\s\S]*)/.exec(place.typed)?.[1];
  const outline = outlineOf(source);
  const inherited = data.inherited?.labels ?? {};
  const words = new Map([...outline.labels.map((l) => [l.name, l.words] as const), ...Object.entries(inherited)]);
  const found =
    fields !== undefined && (key === 'if' || key === 'forbid')
      ? conditionWords(fields, fieldMeanings)
      : patternWords(place.typed, { labels: [...words.keys()], facts: data.facts ?? [], steps: data.steps ?? [] });
  return found.map(({ text, kind }) => {
    const own = words.get(text);
    const meaning = kind === 'label' && own !== undefined ? { zh: own, en: own } : meaningIn('expression', text, data);
    return { label: text, kind, ...(meaning === undefined ? {} : { meaning }) };
  });
};

const valueOffers = (source: string, place: Place, data: LanguageData): Offer[] => {
  const [first, , third] = place.path;
  const key = String(first === 'rules' || first === 'tests' ? (third ?? '') : first);
  const values = (list: readonly string[]): Offer[] => list.map((label) => ({ label, kind: 'value' }));
  if (first === 'rules' && (patternKeys.includes(key) || key === 'if')) return expressionOffers(source, place, data);
  if (first === 'rules' && key === 'item')
    return (data.items ?? []).map((i) => ({ label: i.id, kind: 'item', meaning: { zh: i.zh, en: i.en ?? i.id } }));
  if (key === 'without' || (first === 'tests' && ['expect', 'only', 'undecidable'].includes(key)))
    return ruleOffers(source, data);
  if (key === 'products' || key === 'product') return values(fieldMeanings.product?.values ?? []);
  if (key === 'extends') return values(data.packs ?? []);
  if (key === 'events') return values(eventOpeners);
  if (key === 'fields') return values(fieldMeanings[String(place.path[3])]?.values ?? []);
  return values(listed[String(place.path.at(-1))] ?? []);
};

/** The part of the typed text that a completion replaces: the word at the cursor. */
const replacedFrom = (place: Place): number => {
  if (place.kind === 'key' || place.path.includes('events')) return place.start;
  return place.start + place.typed.length - (/[\p{L}\p{N}_.@-]*$/u.exec(place.typed)?.[0].length ?? 0);
};

/** What may be typed at a position. Never throws; an empty list where names are free. */
export const complete = (source: string, position: Position, data: LanguageData = {}): Completion[] => {
  const offset = offsetOf(source, position);
  const place = placeAt(source, offset);
  if (place.kind === 'comment') return [];
  const from = replacedFrom(place);
  const typed = source.slice(from, offset).toLowerCase();
  const offers = place.kind === 'key' ? keyOffers(place) : valueOffers(source, place, data);
  const range = { from: positionOf(source, from), to: positionOf(source, offset) };
  const seen = new Set<string>();
  return offers
    .filter((offer) => offer.label.toLowerCase().includes(typed) && !seen.has(offer.label) && seen.add(offer.label))
    .sort((a, b) => Number(b.label.toLowerCase().startsWith(typed)) - Number(a.label.toLowerCase().startsWith(typed)))
    .map((offer) => ({ ...offer, insert: offer.insert ?? offer.label, range }));
};
