import { type Faces, openFaces } from '@mingjian/face';
import { openSpeech, type Speech } from '@mingjian/speech';

/** The heavy engines, one child process each; opened once and shared by all recordings of a process. */
export type Engines = { speech: Speech; faces: Faces; stop(): Promise<void> };

export const openEngines = (): Engines => {
  const speech = openSpeech();
  const faces = openFaces();
  return {
    speech,
    faces,
    stop: async () => {
      await Promise.all([speech.stop(), faces.stop()]);
    },
  };
};
