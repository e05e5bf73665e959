import type { Finding, Verdict } from '@mingjian/rules/finding.ts';
import type { Conversation, Fact } from '@mingjian/timeline';
import type { Marker } from './markers.ts';

export type MediaTrack = {
  kind: 'video' | 'audio';
  codec: string;
  width?: number;
  height?: number;
  /** Average frames per second. */
  fps?: number;
  sampleRateHz?: number;
  channels?: number;
  /** Clockwise degrees by which a player turns the picture: 0, 90, 180, 270. */
  rotation?: number;
};

export type FileDescription = {
  name: string;
  bytes: number;
  sha256: string;
  container: string;
  /** What can be decoded, ms. */
  durationMs: number;
  /** What the header claims, when it claims anything. */
  headerDurationMs?: number;
  tracks: MediaTrack[];
  /** What of the file could not be read, in words (a truncated tail, a broken track). */
  unreadable?: string[];
};

/** What could be seen, heard and read here: a rule that needs an absent one is undecidable with this reason. */
export type Capability = { name: string; available: boolean; model: string | null; reason?: string };

/**
 * Where a language model thinks that a person should look: the transcript's own words at a turn of `conversation.turns`.
 * `score` 1 = it says violated, 0.5 = it is unsure. No verdict reads it.
 */
export type SecondOpinion = { item: string; turn: number; quote: string; model: string; score: number };

/** A face or quality observation over time, for the lanes of the report. */
export type InspectionDocument = {
  format: 'mingjian.inspection/1';
  file: FileDescription;
  verdict: Verdict;
  product?: string;
  packs: { pack: string; hash: string; title: string }[];
  conversation: Conversation;
  findings: Finding[];
  /** The timeline without words: states, measures, events (words stand in `conversation`). */
  facts: Fact[];
  capabilities: Capability[];
  /** Places to jump to: steps, answers, papers, people, findings; absent in documents of older versions. */
  markers?: Marker[];
  /** Absent where no model was asked (off by default). */
  opinions?: SecondOpinion[];
  timingsMs: Record<string, number>;
  peakRssBytes: number;
  /** RFC 3339. */
  inspectedAt: string;
  software: string;
};

/** A file that cannot be inspected at all (exit 3). */
export type UnusableDocument = {
  format: 'mingjian.inspection/1';
  file?: Partial<FileDescription>;
  error: { code: string; message: string };
};
