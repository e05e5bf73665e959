/** What a session's recording can be asked for: its content, a copy that every browser plays, one picture of it. */
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { frameJpeg, isBrowserPlayable, probe, proxy, UnusableInput } from '@mingjian/media';
import type { Database, Db } from '../../../platform/db/index.ts';
import { Refusal } from '../../../platform/errors/index.ts';
import { type Files, objectOf, rowOf, type StoredObject } from '../../../platform/files/index.ts';
import { findRecording, type Recording, setProxy } from '../store.ts';
import { openPlain, type Plain } from './plain.ts';

export type Playable = { object: StoredObject; mime: string };
export type Recordings = Plain & {
  /** The original when a browser plays it, else its copy, made now if it is not there yet. */
  playable(recording: Recording): Promise<Playable>;
  /** JPEG of the moment `tMs` on the media clock. */
  frame(recording: Recording, tMs: number): Promise<Buffer>;
};
const MIMES: Record<string, string> = {
  ...{
    webm: 'video/webm',
    mp4: 'video/mp4',
    ogg: 'audio/ogg',
    mp3: 'audio/mpeg',
    wav: 'audio/wav',
    flac: 'audio/flac',
  },
};

export async function openRecordings(deps: { db: Database; files: Files; tmpDir: string }): Promise<Recordings> {
  const plain = await openPlain(deps.files, join(deps.tmpDir, 'plain'));
  const inTheMaking = new Map<string, Promise<Playable>>();
  const find = async (recording: Recording): Promise<Playable> => {
    const { proxy: copy, object } = recording;
    if (copy !== null) return { object: objectOf(copy), mime: 'video/webm' };
    return plain.withPlain(recording, async (path) => {
      const description = await probe(path);
      const mime = MIMES[description.container];
      if (mime !== undefined && isBrowserPlayable(description)) return { object: objectOf(object), mime };
      return makeProxy(deps, { recording, path });
    });
  };
  return {
    ...plain,
    playable(recording) {
      const known = inTheMaking.get(recording.id) ?? find(recording).catch(unusable);
      inTheMaking.set(recording.id, known);
      known.catch(() => inTheMaking.delete(recording.id));
      return known;
    },
    frame: (recording, tMs) => plain.withPlain(recording, (path) => frameJpeg(path, tMs)).catch(unusable),
  };
}

async function makeProxy(
  { db, files, tmpDir }: { db: Database; files: Files; tmpDir: string },
  { recording, path }: { recording: Recording; path: string },
): Promise<Playable> {
  const out = join(tmpDir, `proxy-${recording.id}.webm`);
  try {
    await proxy(path, out);
    const object = await files.put(recording.object.tenantId, out);
    await setProxy(db, recording.id, rowOf(object));
    return { object, mime: 'video/webm' };
  } finally {
    await rm(out, { force: true });
  }
}

function unusable(error: unknown): never {
  if (error instanceof UnusableInput) throw new Refusal('media.unusable', { code: error.code });
  throw error;
}

/** @throws Refusal `session.no_recording` */
export async function recordingOf(db: Db, sessionId: string): Promise<Recording> {
  const recording = await findRecording(db, sessionId);
  if (recording === undefined) throw new Refusal('session.no_recording');
  return recording;
}
