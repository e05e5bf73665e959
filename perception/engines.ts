import { type Faces, openFaces } from '@mingjian/face';
import { openSpeakers, type Speakers } from '@mingjian/speaker';
import { openSpeech, type Speech } from '@mingjian/speech';

/** The heavy engines, one child process each; opened once and shared by all recordings of a process. */
export type Engines = { speech: Speech; faces: Faces; speakers: Speakers; stop(): Promise<void> };

export const openEngines = (): Engines => {
  const speech = openSpeech();
  const faces = openFaces();
  const speakers = openSpeakers();
  return {
    speech,
    faces,
    speakers,
    stop: async () => {
      await Promise.all([speech.stop(), faces.stop(), speakers.stop()]);
    },
  };
};
