import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { type Capability, capabilityFact } from '@mingjian/detector-core';
import type { FileDescription, InspectionDocument } from '@mingjian/inspection';
import { extractPcm, probe } from '@mingjian/media';
import { packsFor } from '@mingjian/rulebooks';
import type { CompiledPack } from '@mingjian/rules';
import { append, type FactDraft, openTimeline, type Product, type Role } from '@mingjian/timeline';
import { conversationOf } from './conversation.ts';
import { inspectionDocument } from './document.ts';
import { type Engines, openEngines } from './engines.ts';
import { listen } from './hearing.ts';
import { judge } from './judging.ts';
import { measureLips } from './lips.ts';
import { hearMeaning } from './meaning.ts';
import { isSoundOnly, packsOfMedium } from './medium.ts';
import { watchPeakMemory } from './memory.ts';
import { hearOpinion } from './opinion.ts';
import { assignRoles, type RoleAssignment } from './roles.ts';
import { look } from './seeing.ts';
import { sideBySide } from './side-by-side.ts';
import { type StageProgress, startStopwatch } from './stages.ts';

export type InspectOptions = {
  /** Path of the recording; opened by content, never by its ending. */
  file: string;
  /** Name to show instead of the path's last part. */
  name?: string;
  product?: Product;
  /** Business data with the fixed meanings of docs/reference/formats.md. */
  fields?: Record<string, unknown>;
  /** Roles of a two-channel recording, left first. */
  roles?: readonly [Role, Role];
  /** Packs to judge by; default: the shipped ones for the product. */
  packs?: CompiledPack[];
  expectedWidthPx?: number;
  expectedHeightPx?: number;
  signal?: AbortSignal;
  onProgress?: (progress: StageProgress) => void;
  /** Engines kept open across files; opened and closed here when absent. */
  engines?: Engines;
  /** Wall clock for `inspectedAt`; an argument so that a replay gives the same document. */
  now?: () => Date;
};

/**
 * The main job: media → detectors → timeline → rules → findings → verdict, for one recording.
 * Speech, picture and sound quality run side by side. Throws `UnusableInput` of `@mingjian/media` when nothing can be judged.
 */
export const inspectRecording = async (options: InspectOptions): Promise<InspectionDocument> => {
  const watch = startStopwatch(options.onProgress);
  const memory = watchPeakMemory();
  const signal = options.signal ?? new AbortController().signal;
  const ownEngines = options.engines === undefined;
  const engines = options.engines ?? openEngines();
  const dir = await mkdtemp(join(tmpdir(), 'mingjian-'));
  try {
    const description = await watch.measure('probe', () => probe(options.file, { signal }));
    const file: FileDescription = { ...description, name: options.name ?? basename(options.file) };
    const packs = packsOfMedium(options.packs ?? packsFor(options.product), file);
    const timeline = openTimeline(file.sha256.slice(0, 16));
    const write = (drafts: readonly FactDraft[]) => {
      for (const draft of drafts) append(timeline, draft);
    };

    const pcm = await watch.measure('sound', () => extractPcm(options.file, file, { dir, signal }));
    const assignment = assignRoles(pcm.channels, options.roles ?? ['agent', 'customer']);
    const voices = Promise.withResolvers<readonly FactDraft[]>();
    const [heard, { seen, lips }] = await sideBySide(signal, [
      (stop) =>
        watch
          .measure('speech', (progress) =>
            listen(engines, assignment.tracks, {
              packs,
              durationMs: file.durationMs,
              isCall: isSoundOnly(file),
              signal: stop,
              progress,
              onVoices: voices.resolve,
            }),
          )
          .finally(() => voices.resolve([])),
      async (stop) => {
        const looked = { path: options.file, file, pcm, signal: stop };
        const seen = await watch.measure('quality', (progress) =>
          look(engines, { ...looked, progress, ...expectedSize(options) }),
        );
        const heard = await voices.promise;
        const lips = await watch.measure('lips', (progress) =>
          measureLips(engines, { ...looked, heard, seen: seen.facts, progress }),
        );
        return { seen, lips };
      },
    ]);
    const capabilities = [
      ...heard.capabilities,
      ...rolesOfTracks(assignment, heard.capabilities),
      ...seen.capabilities,
      ...lips.capabilities,
      ...notOnRecordings,
    ];
    write(capabilities.map((capability) => capabilityFact(capability, 'perception')));
    write([...seen.facts, ...heard.facts, ...lips.facts].sort((a, b) => a.t - b.t));

    const frame = {
      id: randomUUID(),
      fields: { ...options.fields, ...(isSoundOnly(file) ? { soundOnly: true } : {}) },
      ...(options.product === undefined ? {} : { product: options.product }),
    };
    const { turns } = conversationOf(timeline.facts, frame);
    const meant = await watch.measure('meaning', () => hearMeaning(engines.scorer, turns, { packs, signal }));
    capabilities.push(...meant.capabilities);
    write([...meant.capabilities.map((capability) => capabilityFact(capability, 'meaning')), ...meant.facts]);
    const asked = await watch.measure('opinion', (progress) => hearOpinion(turns, { packs, signal, progress }));
    capabilities.push(...asked.capabilities);
    write([...asked.capabilities.map((capability) => capabilityFact(capability, 'opinion')), ...asked.facts]);
    const conversation = conversationOf(timeline.facts, frame);
    const judged = await watch.measure('rules', async () =>
      judge(conversation, { packs, durationMs: file.durationMs }),
    );
    return inspectionDocument({
      file,
      conversation,
      judged,
      packs,
      capabilities,
      ...(asked.opinions === undefined ? {} : { opinions: asked.opinions }),
      facts: timeline.facts,
      timingsMs: watch.timingsMs(),
      peakRssBytes: memory.stop(),
      inspectedAt: (options.now ?? (() => new Date()))(),
    });
  } finally {
    memory.stop();
    await rm(dir, { recursive: true, force: true });
    if (ownEngines) await engines.stop();
  }
};

const expectedSize = (options: InspectOptions) => ({
  ...(options.expectedWidthPx === undefined ? {} : { expectedWidthPx: options.expectedWidthPx }),
  ...(options.expectedHeightPx === undefined ? {} : { expectedHeightPx: options.expectedHeightPx }),
});

/** Whether the tracks tell who speaks; where voices on one track were told apart, hearing has said so already. */
const rolesOfTracks = (assignment: RoleAssignment, said: readonly Capability[]): Capability[] =>
  said.some((one) => one.name === 'speech.roles')
    ? []
    : [
        {
          name: 'speech.roles',
          available: assignment.rolesKnown,
          model: null,
          ...(assignment.reason === undefined ? {} : { reason: assignment.reason }),
        },
      ];

/** Senses that the rules know and that are not used on recordings yet; their rules are undecidable and say so. */
const notOnRecordings = [
  {
    name: 'document.read',
    available: false,
    model: null,
    reason: '录制中的证件与单据未检测（单张图片可用 ./mj facts）',
  },
  { name: 'action.sign', available: false, model: null, reason: '签字动作未经本机构测量 unmeasured' },
];
