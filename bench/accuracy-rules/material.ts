import { existsSync, readFileSync } from 'node:fs';
import type { Labelled } from '@mingjian/rulebooks/accuracy/score.ts';
import type { Conversation, Product } from '@mingjian/timeline';
import { drawFrom } from '../matching/draw.ts';
import { withNoise } from '../matching/noise.ts';

const data = new URL('../../../shared/data/', import.meta.url);
const linesOf = (path: string): Record<string, unknown>[] | undefined => {
  const url = new URL(path, data);
  if (!existsSync(url)) return undefined;
  return readFileSync(url, 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line));
};

/** The same conversations with `percent` of the characters misheard: four in five by one that sounds alike. */
export const misheard = <Of extends Labelled>(records: readonly Of[], percent: number): Of[] => {
  const draw = drawFrom(15);
  return records.map((record) => ({
    ...record,
    conversation: {
      ...record.conversation,
      turns: record.conversation.turns.map((turn) => ({ ...turn, text: withNoise(turn.text, percent, draw) })),
    },
  }));
};

/** CrossWOZ: people asking for restaurants and hotels, as extracts of the given product. Nothing in them is a finding. */
export const innocentTalk = (product: Product): Labelled[] | undefined =>
  linesOf('text/crosswoz_dialogues.jsonl')?.map((dialogue) => ({
    conversation: {
      id: String(dialogue.id),
      product,
      fields: {},
      scope: 'extract',
      turns: (dialogue.turns as { role: string; text: string }[]).map(({ role, text }) => ({
        role: role === 'usr' ? 'customer' : 'agent',
        text,
      })),
    },
    labels: [],
  }));

/** The spoken calls with their true words. */
export const spokenCalls = (): Labelled[] | undefined => {
  const truth = linesOf('calls/truth.jsonl');
  const conversations = linesOf('calls/conversations.jsonl');
  if (truth === undefined || conversations === undefined) return undefined;
  return conversations.map((conversation) => {
    const items = (truth.find((one) => one.id === conversation.id)?.items ?? []) as {
      item: string;
      verdict: string;
      turns: number[];
    }[];
    return {
      conversation: conversation as unknown as Conversation,
      labels: items.map(({ item, verdict, turns }) => ({ item, kind: verdict, turns })),
    };
  });
};
