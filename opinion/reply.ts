import type { Stance } from './opinion.ts';

/** One entry of an answer, in the shape that was asked for. `quote` is still only what the model claims. */
export type Claim = { item: string; stance: Stance; turn: number; quote: string };
/** `malformed` counts entries that are no claim about an item that was asked about. */
export type Reply = { claims: Claim[]; malformed: number };

const stances: Record<string, Stance> = {
  violated: 'violated',
  违规: 'violated',
  unsure: 'unsure',
  不确定: 'unsure',
  fine: 'fine',
  合规: 'fine',
};

const endOfThought = '</think>';
/** More entries than this are noise: 30 items at a few places each are asked for. */
const mostEntries = 400;

/** Without what reasoning models write before the answer, and without code fences around it. */
const bare = (content: string): string => {
  const end = content.lastIndexOf(endOfThought);
  return (end < 0 ? content : content.slice(end + endOfThought.length)).replace(/```(?:json)?/gi, '').trim();
};

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

/** The entries of an answer: of the whole JSON, or, when it is broken or cut off, each flat object that can still be read. */
const entriesOf = (content: string): unknown[] | undefined => {
  const text = bare(content);
  const from = text.search(/[[{]/);
  if (from < 0) return undefined;
  const whole = parsed(text.slice(from, Math.max(text.lastIndexOf('}'), text.lastIndexOf(']')) + 1));
  const list = Array.isArray(whole) ? whole : (whole as { opinions?: unknown } | undefined)?.opinions;
  if (Array.isArray(list)) return list;
  const salvaged = [...text.matchAll(/\{[^{}]*\}/g)]
    .map(([object]) => parsed(object))
    .filter((one) => one !== undefined);
  return salvaged.some((one) => 'item' in (one as object)) ? salvaged : undefined;
};

const turnOf = (value: unknown): number => {
  const number = typeof value === 'string' && /^\d{1,6}$/.test(value) ? Number(value) : value;
  return Number.isSafeInteger(number) && (number as number) >= 0 ? (number as number) : 0;
};

const claimOf = (entry: unknown, asked: ReadonlySet<string>): Claim | undefined => {
  if (typeof entry !== 'object' || entry === null) return undefined;
  const { item, opinion, turn, quote } = entry as Record<string, unknown>;
  const stance = typeof opinion === 'string' ? stances[opinion.trim().toLowerCase()] : undefined;
  if (typeof item !== 'string' || !asked.has(item.trim()) || stance === undefined) return undefined;
  return { item: item.trim(), stance, turn: turnOf(turn), quote: typeof quote === 'string' ? quote : '' };
};

/** Reads an answer without trusting it; undefined when there is no JSON of ours in it. */
export const readReply = (content: string, asked: ReadonlySet<string>): Reply | undefined => {
  const entries = entriesOf(content);
  if (entries === undefined) return undefined;
  const claims = entries.slice(0, mostEntries).flatMap((entry) => claimOf(entry, asked) ?? []);
  return { claims, malformed: entries.length - claims.length };
};
