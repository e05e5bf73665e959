import { type Faces, openFaces } from '@mingjian/face';
import { openMeaning } from '@mingjian/meaning';
import type { TurnScorer } from '@mingjian/meaning/heads/index.ts';
import { openScorer } from '@mingjian/rulebooks/heads/shipped.ts';
import { openSpeakers, type Speakers } from '@mingjian/speaker';
import { openSpeech, type Speech } from '@mingjian/speech';

export type EngineOptions = {
  /** A tenant's own heads (`./mj rules train --out`); the shipped ones when absent. */
  headsPath?: string;
};
/** The heavy engines, one child process each; opened once and shared by all recordings of a process. */
export type Engines = { speech: Speech; faces: Faces; speakers: Speakers; scorer(): TurnScorer; stop(): Promise<void> };

export const openEngines = ({ headsPath }: EngineOptions = {}): Engines => {
  const speech = openSpeech();
  const faces = openFaces();
  const speakers = openSpeakers();
  const meaning = openMeaning();
  let scorer: TurnScorer | undefined;
  return {
    speech,
    faces,
    speakers,
    scorer: () => {
      scorer ??= openScorer(meaning, headsPath);
      return scorer;
    },
    stop: async () => {
      await Promise.all([speech.stop(), faces.stop(), speakers.stop(), meaning.stop()]);
    },
  };
};
