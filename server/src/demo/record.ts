import { mkdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { filmPeople, type PictureDirection } from '@mingjian/testkit/people/index.ts';
import type { Voices } from '@mingjian/voices';
import type { DemoScript } from './script.ts';
import { type SpokenTurn, speakSession } from './speak.ts';

export type DemoRun = {
  voices: Voices;
  /** Folder for the finished file, made when it is not there. */
  dir: string;
  signal?: AbortSignal;
  /** Part done, 0–1; speaking is by far the longest part. */
  onProgress?(done: number): void;
};
const speakingShare = 0.85;

const directionsOf = (script: DemoScript, turns: readonly SpokenTurn[]): PictureDirection[] =>
  script.directions.map(({ person, what, fromTurn, toTurn }) => {
    const [from, to] = [turns[fromTurn], turns[toTurn]];
    if (from === undefined || to === undefined) {
      throw new Error(
        `demo session ${script.id}: direction for turns ${fromTurn}–${toTurn}, but it has ${turns.length}`,
      );
    }
    return { person, what, startMs: from.startMs, endMs: to.endMs };
  });

/**
 * Speaks and films one demo session: `<dir>/<id>.webm`, VP8 and Opus, agent left, customer right. Nothing half made is
 * left under that name. @throws Error when the voices' model or ffmpeg is not here, or the signal's reason.
 */
export const makeDemoRecording = async (script: DemoScript, run: DemoRun): Promise<{ file: string }> => {
  const signal = run.signal === undefined ? {} : { signal: run.signal };
  const spoken = await speakSession(script, {
    voices: run.voices,
    ...signal,
    onProgress: (done) => run.onProgress?.(done * speakingShare),
  });
  await mkdir(run.dir, { recursive: true });
  const file = join(run.dir, `${script.id}.webm`);
  const unfinished = join(run.dir, `.${script.id}.part.webm`);
  try {
    await filmPeople({
      path: unfinished,
      sound: spoken,
      people: script.people,
      directions: directionsOf(script, spoken.turns),
      ...signal,
      onProgress: (done) => run.onProgress?.(speakingShare + done * (1 - speakingShare)),
    });
    await rename(unfinished, file);
  } finally {
    await rm(unfinished, { force: true });
  }
  return { file };
};
