import { readFile } from 'node:fs/promises';
import type { Pcm } from '@mingjian/media';
import { type AvOffset, type MouthSample, measureAvOffset } from '@mingjian/signal/lip-sync.ts';
import type { Span } from '@mingjian/signal/spans.ts';

/** All channels in one: whoever speaks, the mouth in the picture may be theirs. */
const mixed = async (pcm: Pcm): Promise<Int16Array> => {
  const channels = await Promise.all(
    pcm.channels.map(async ({ path }) => {
      const bytes = await readFile(path);
      return new Int16Array(bytes.buffer, bytes.byteOffset, bytes.length >> 1);
    }),
  );
  const [first = new Int16Array(0), second] = channels;
  if (second === undefined) return first;
  return first.map((sample, i) => (sample + (second[i] ?? 0)) / 2);
};

/**
 * Sound against picture of a recording (音画不同步) from mouth openings every 40–80 ms and its extracted sound. `windows` limits it to stretches
 * with one talking face. Undecidable with a reason below 20 s of speech, or where mouth and sound do not go together.
 */
export const measureLipSync = async (input: {
  mouth: MouthSample[];
  pcm: Pcm;
  windows?: Span[];
}): Promise<AvOffset> => {
  if (input.pcm.channels.length === 0) return { undecidable: 'the recording has no sound' };
  const windows = input.windows === undefined ? {} : { windows: input.windows };
  return measureAvOffset({ mouth: input.mouth, pcm: await mixed(input.pcm), ...windows });
};
