import type { Conversation, Role, Turn } from '@mingjian/timeline';

/** A line or a value that cannot be read; `line` counts from 1, 0 means the whole text. */
export type PasteProblem = { line: number; problem: 'empty' | 'line' | 'json' };

const roles = ['agent', 'customer', 'third', 'system', 'unknown'];
const linePattern = /^(agent|customer|third|system|unknown)\s*[:：]\s*(.+)$/;

const isTurn = (value: unknown): value is Turn => {
  const turn = value as Turn | null;
  return typeof turn?.text === 'string' && roles.includes(turn.role);
};

const ofJson = (text: string): Conversation | PasteProblem => {
  let value: Partial<Conversation> | null;
  try {
    value = JSON.parse(text);
  } catch {
    return { line: 0, problem: 'json' };
  }
  if (!Array.isArray(value?.turns) || !value.turns.every(isTurn)) return { line: 0, problem: 'json' };
  return { ...value, id: value.id ?? 'pasted', turns: value.turns };
};

/** Reads `agent: …` lines or one JSON of `mingjian.conversation/1`. Lines carry no times: only their order is known. */
export const readPasted = (text: string): Conversation | PasteProblem => {
  if (text.trim() === '') return { line: 0, problem: 'empty' };
  if (text.trim().startsWith('{')) return ofJson(text);
  const turns: Turn[] = [];
  for (const [index, line] of text.split(/\r?\n/).entries()) {
    if (line.trim() === '') continue;
    const match = linePattern.exec(line.trim());
    if (match === null) return { line: index + 1, problem: 'line' };
    turns.push({ role: match[1] as Role, text: match[2] as string });
  }
  return { id: 'pasted', scope: 'full', turns };
};
