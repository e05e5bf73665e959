/** The detectors that may be asked for facts. Another one plugs in with one more entry. */
import { readFile } from 'node:fs/promises';
import type { DetectorRun } from '@mingjian/detector-core';
import { documentFacts, openDocuments } from '@mingjian/document';
import { type FaceLook, faceFacts, matchFaces, openFaces } from '@mingjian/face';
import type { FileDescription } from '@mingjian/inspection';
import { extractPcm, type Pcm, probe } from '@mingjian/media';
import { inspectQuality, trackOf } from '@mingjian/quality';
import { changeFacts, openSpeakers } from '@mingjian/speaker';
import { openSpeech, type Speech } from '@mingjian/speech';
import type { FactDraft } from '@mingjian/timeline';

export type FactsInput = {
  path: string;
  /** A folder for what is in between; it is removed afterwards. */
  dir: string;
  /** A sentence whose reading is to be checked. */
  expect?: string;
  signal: AbortSignal;
};
type Detector = (input: FactsInput) => Promise<FactDraft[]>;

const FACE_STEP_MS = 1000;
const FACE_WIDTH_PX = 512;

const opened = async (input: FactsInput): Promise<{ file: FileDescription; pcm: Pcm }> => {
  const file = await probe(input.path, { signal: input.signal });
  return { file, pcm: await extractPcm(input.path, file, { dir: input.dir, signal: input.signal }) };
};

const quality: Detector = async (input) => {
  const { file, pcm } = await opened(input);
  return inspectQuality(input.path, file, { pcm, signal: input.signal });
};

/** A photograph begins with the mark of its format; everything else is a recording. */
const isPicture = (bytes: Uint8Array): boolean => {
  const head = Buffer.from(bytes.subarray(0, 12)).toString('latin1');
  return /^(\xff\xd8\xff|\x89PNG|GIF8|BM)/.test(head) || /^RIFF....WEBP/s.test(head);
};

const face: Detector = async (input) => {
  const bytes = await readFile(input.path);
  const faces = openFaces();
  try {
    if (isPicture(bytes)) return await matchFaces(bytes, undefined, { faces });
    const { file, pcm } = await opened(input);
    const looks: FaceLook[] = [];
    const onFrame = async (frame: { tMs: number; width: number; height: number; rgb: Uint8Array }) => {
      looks.push({ tMs: frame.tMs, faces: await faces.observe(frame, { embedding: true, signal: input.signal }) });
    };
    const frames = { everyMs: FACE_STEP_MS, widthPx: FACE_WIDTH_PX, onFrame };
    await inspectQuality(input.path, file, { pcm, frames, signal: input.signal });
    return faceFacts(looks, { durationMs: file.durationMs, everyMs: FACE_STEP_MS });
  } finally {
    await faces.stop();
  }
};

const collector = (signal: AbortSignal): { facts: FactDraft[]; run: DetectorRun } => {
  const facts: FactDraft[] = [];
  return { facts, run: { signal, progress: () => {}, emit: (fact) => facts.push(fact) } };
};

/** Runs `hear` on every channel with a speech engine of its own. */
const onChannels = async (
  input: FactsInput,
  hear: (
    speech: Speech,
    channel: { pcmPath: string; track: string },
    heard: ReturnType<typeof collector>,
  ) => Promise<void>,
): Promise<FactDraft[]> => {
  const { pcm } = await opened(input);
  const speech = openSpeech();
  const heard = collector(input.signal);
  try {
    for (const { path, channel } of pcm.channels) await hear(speech, { pcmPath: path, track: trackOf(channel) }, heard);
    return heard.facts;
  } finally {
    await speech.stop();
  }
};

const speech: Detector = (input) =>
  onChannels(input, async (engine, channel, { run }) => {
    await engine.transcribe({ ...channel, role: 'unknown' }, run);
    if (input.expect !== undefined) await engine.expected({ pcmPath: channel.pcmPath, text: input.expect }, run);
  });

/** Where the voice changes; pauses come from the voice detector. */
const speaker: Detector = async (input) => {
  const speakers = openSpeakers();
  try {
    const changed: FactDraft[] = [];
    const facts = await onChannels(input, async (engine, channel, { run, facts: heard }) => {
      await engine.voices({ ...channel, role: 'unknown' }, run);
      const spans = heard
        .filter((fact) => fact.name === 'voice.active' && fact.track === channel.track)
        .map((fact) => ({ startMs: fact.t, endMs: fact.end ?? fact.t }));
      const changes = await speakers.changes({ pcmPath: channel.pcmPath, spans }, { signal: input.signal });
      const model = speakers.capabilities()[0]?.model ?? '';
      changed.push(...changeFacts(changes, { track: channel.track, model }));
    });
    return [...facts, ...changed];
  } finally {
    await speakers.stop();
  }
};

/** A photograph or scan of one paper. */
const document: Detector = async (input) => {
  const bytes = await readFile(input.path);
  if (!isPicture(bytes))
    throw Object.assign(new Error('document reads a photograph or scan (JPEG, PNG, WebP), not a recording'), {
      code: 'needs_picture',
    });
  const documents = openDocuments();
  try {
    const read = await documents.readPicture(bytes, { signal: input.signal });
    return documentFacts(read, 0, documents.capabilities()[0]?.model ?? undefined);
  } finally {
    await documents.stop();
  }
};

export const detectors: Record<string, Detector> = { quality, face, speech, speaker, document };
export const detectorNames: readonly string[] = Object.keys(detectors);
