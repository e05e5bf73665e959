import { logSoftmax } from './beam.ts';
import { plainPrompt, prefixOf } from './decode.ts';
import { special } from './tokens.ts';
import { newMemory, runDecoder, type Sound, type Whisper } from './whisper.ts';

const nothing = new Uint8Array();

/** How well the model explains `text` for this sound: summed log-probability with the end token, and per token. */
export const teacherForced = async (
  whisper: Whisper,
  sound: Sound,
  text: string,
): Promise<{ sum: number; mean: number }> => {
  const prefix = prefixOf(whisper, plainPrompt);
  const target = [...whisper.vocabulary.encode(text), special.end];
  const all = [...prefix, ...target.slice(0, -1)];
  const rows = target.map((_, i) => prefix.length - 1 + i);
  const memory = newMemory(1, all.length);
  const { logits } = await runDecoder(whisper, sound, { memory, request: { tokens: [all], rows } });
  const size = logits.length / target.length;
  const sum = target.reduce((total, token, i) => {
    const row = logSoftmax(logits.subarray(i * size, (i + 1) * size), nothing);
    return total + (row[token] as number);
  }, 0);
  return { sum, mean: sum / target.length };
};

/** The better of `text` with and without a final 。, since the model likes to write one. */
export const pairScore = async (whisper: Whisper, sound: Sound, text: string): Promise<number> => {
  const bare = await teacherForced(whisper, sound, text);
  const stopped = await teacherForced(whisper, sound, `${text}。`);
  return Math.max(bare.sum, stopped.sum);
};
