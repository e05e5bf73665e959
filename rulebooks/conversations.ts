import { readFileSync } from 'node:fs';
import type { Conversation } from '@mingjian/timeline';

/** Conversations of a `.jsonl` file. Throws with the line of the first that is not JSON. */
export const readConversations = (path: string | undefined): Conversation[] => {
  if (path === undefined) throw new Error('缺少 --in X.jsonl is missing');
  return readFileSync(path, 'utf8')
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line, i) => {
      try {
        return JSON.parse(line) as Conversation;
      } catch {
        throw new Error(`${path}:${i + 1} 不是 JSON is not JSON`);
      }
    });
};
