import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { capabilityFact } from '@mingjian/detector-core';
import { documentFacts, openDocuments } from '@mingjian/document';
import { type FaceLook, faceFacts, matchFaces } from '@mingjian/face';
import type { FileDescription } from '@mingjian/inspection';
import { extractPcm, probe, UnusableInput } from '@mingjian/media';
import { type Engines, openEngines } from '@mingjian/perception';
import { inspectQuality } from '@mingjian/quality';
import { append, encodeFacts, type FactDraft, openTimeline } from '@mingjian/timeline';
import { unusableExit } from './exit.ts';
import { closest, type OptionTable, parseOptions, UsageError } from './options.ts';

const table: OptionTable = { detector: 'many', expect: 'one', reference: 'one', json: 'one', help: 'flag' };
const detectors = ['speech', 'phrase', 'answer', 'face', 'quality', 'document'] as const;
type DetectorName = (typeof detectors)[number];

export const factsHelp = `./mj facts FILE… [--detector NAME]… [--expect TEXT] [--reference IMAGE] [--json -]
  一个媒体文件或图片的时间线，每行一条事实（mingjian.facts/1）。
  The timeline of a media file or picture, one fact a line.
  --detector   ${detectors.join('|')}（默认 default: speech, face, quality；图片 pictures: face, document）
  --expect     判断这句话有没有读 was this sentence read → speech.expected
  --reference  与该照片比对人脸 compare faces with this picture → face.match
`;

type FactsOptions = { chosen: DetectorName[]; expect?: string; reference?: string };
const pictureEnding = /\.(png|jpe?g|webp|gif|bmp|tiff?)$/i;

const chosenDetectors = (names: string[]): DetectorName[] => {
  for (const name of names) {
    if (detectors.includes(name as DetectorName)) continue;
    const near = closest(name, detectors);
    throw new UsageError(`未知检测器 unknown detector ${name}${near === undefined ? '' : `, did you mean ${near}?`}`);
  }
  return names as DetectorName[];
};

const hearFacts = async (engines: Engines, pcmPath: string, options: FactsOptions): Promise<FactDraft[]> => {
  const facts: FactDraft[] = [];
  const run = { signal: new AbortController().signal, progress: () => {}, emit: (fact: FactDraft) => facts.push(fact) };
  if (options.chosen.includes('speech'))
    await engines.speech.transcribe({ pcmPath, role: 'unknown', track: 'a0' }, run);
  if (options.chosen.includes('answer')) await engines.speech.answer({ pcmPath }, run);
  if (options.expect !== undefined) {
    if (options.chosen.includes('phrase')) await engines.speech.phrases({ pcmPath, phrases: [options.expect] }, run);
    await engines.speech.expected({ pcmPath, text: options.expect }, run);
  }
  return facts;
};

const recordingFacts = async (engines: Engines, path: string, options: FactsOptions): Promise<FactDraft[]> => {
  const file: FileDescription = await probe(path);
  const dir = await mkdtemp(join(tmpdir(), 'mingjian-facts-'));
  try {
    const pcm = await extractPcm(path, file, { dir });
    const observed: FaceLook[] = [];
    const facts: FactDraft[] = [];
    const wantsFaces = options.chosen.includes('face');
    if (options.chosen.includes('quality') || wantsFaces) {
      const everyMs = 1_000;
      const quality = await inspectQuality(path, file, {
        pcm,
        ...(wantsFaces
          ? {
              frames: {
                everyMs,
                widthPx: 512,
                onFrame: async (frame) => {
                  observed.push({
                    tMs: frame.tMs,
                    faces: await engines.faces.observe(frame, { mesh: true, embedding: true }),
                  });
                },
              },
            }
          : {}),
      });
      if (options.chosen.includes('quality')) facts.push(...quality);
      if (wantsFaces) facts.push(...faceFacts(observed, { durationMs: file.durationMs, everyMs }));
    }
    for (const channel of pcm.channels) facts.push(...(await hearFacts(engines, channel.path, options)));
    return facts;
  } finally {
    await rm(dir, { recursive: true, force: true });
  }
};

const pictureFacts = async (path: string, options: FactsOptions): Promise<FactDraft[]> => {
  const facts: FactDraft[] = [];
  if (options.chosen.includes('face') || options.reference !== undefined) {
    const reference = options.reference === undefined ? undefined : await readFile(options.reference);
    facts.push(...(await matchFaces(await readFile(path), reference)));
  }
  if (options.chosen.includes('document')) facts.push(...(await paperFacts(path)));
  return facts;
};

/** What is written on a picture of a paper or card; its capability when it cannot be read here. */
const paperFacts = async (path: string): Promise<FactDraft[]> => {
  const documents = openDocuments();
  try {
    const missing = documents.capabilities().find((one) => !one.available);
    if (missing !== undefined) return [capabilityFact(missing, 'document')];
    return documentFacts(await documents.readPicture(path));
  } finally {
    await documents.stop();
  }
};

/** A sentence or a reference picture asks one question; without them everything usual is looked for. */
const usualDetectors = (asked: { expect?: string | undefined; reference?: string | undefined }): DetectorName[] => {
  if (asked.expect !== undefined) return [];
  return asked.reference === undefined ? ['speech', 'face', 'quality', 'document'] : ['speech', 'face', 'quality'];
};

/** `./mj facts`: exit 0, or 3 when a file cannot be used. With several files each line carries its `file`. */
export const factsCommand = async (argv: readonly string[]): Promise<number> => {
  const options = parseOptions(argv, table);
  if (options.flag('help')) {
    process.stdout.write(factsHelp);
    return 0;
  }
  if (options.operands.length === 0) throw new UsageError('缺少文件 no file given: ./mj facts FILE…');
  const given = chosenDetectors(options.many('detector'));
  const expect = options.one('expect');
  const reference = options.one('reference');
  const chosen: FactsOptions = {
    chosen: given.length > 0 ? given : usualDetectors({ expect, reference }),
    ...(expect === undefined ? {} : { expect }),
    ...(reference === undefined ? {} : { reference }),
  };
  const engines = openEngines();
  let exit = 0;
  try {
    for (const path of options.operands) {
      try {
        const drafts = pictureEnding.test(path)
          ? await pictureFacts(path, chosen)
          : await recordingFacts(engines, path, chosen);
        const timeline = openTimeline(basename(path));
        const named = options.operands.length > 1 ? { file: basename(path) } : {};
        for (const draft of drafts.sort((a, b) => a.t - b.t)) append(timeline, { ...draft, ...named });
        process.stdout.write(encodeFacts(timeline.facts));
      } catch (error) {
        if (!(error instanceof UnusableInput)) throw error;
        process.stderr.write(`${basename(path)}: ${error.message} [${error.code}]\n`);
        exit = unusableExit;
      }
    }
  } finally {
    await engines.stop();
  }
  return exit;
};
