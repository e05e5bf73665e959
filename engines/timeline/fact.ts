/** Who took part in a conversation; `third` is anybody else on the line, `system` a machine prompt,
 * `unknown` a voice whose role no track tells (a mono recording): rules on roles are then undecidable. */
export type Role = 'agent' | 'customer' | 'third' | 'system' | 'unknown';

/**
 * `state` is something that lasts (face.out), `event` a moment (interrupt), `measure` a number,
 * `utterance` spoken or typed words, `step` a part of the business flow, `capability` what could or could not be measured.
 */
export type FactKind = 'utterance' | 'state' | 'event' | 'measure' | 'step' | 'capability';

/** One recognised character or word with its place on the media clock. */
export type Word = { text: string; startMs: number; endMs: number; confidence?: number };

/** What every fact holds, whoever wrote it. */
type FactBody = {
  t: number;
  end?: number;
  kind: FactKind;
  /** Dotted name, listed in docs/reference/facts.md: `speech.text`, `face.count`, `video.frozen` … */
  name: string;
  value?: number | string | boolean;
  role?: Role;
  /** Which track of the recording: `a0`, `a0.left`, `v0`. */
  track?: string;
  /** `face/human@3.3.6` */
  detector: string;
  /** `sha256:…` of the weights, when weights were used. */
  model?: string;
  /** 0–1, what the detector itself believes. */
  confidence?: number;
  /** x, y, width, height in pixels of the picture as shown. */
  box?: [number, number, number, number];
  /** Id of the fact that this one corrects. */
  revises?: string;
  /** Live states arrive as edges; a closed interval carries none. */
  edge?: 'start' | 'stop';
  /** Numbers with units in their names: `snrDb`, `audioLateMs`. */
  measures?: Record<string, number>;
  reason?: string;
  text?: string;
  /** Recogniser output before prompt help and repair; evidence for a verdict. */
  rawText?: string;
  words?: Word[];
  score?: number;
  read?: boolean;
  polarity?: 'yes' | 'no' | 'unclear';
  decision?: string;
  [extra: string]: unknown;
};

type FactSource = 'server' | 'device' | 'human';

/**
 * One typed observation on a session's timeline (`mingjian.facts/1`).
 * Times are integer milliseconds on the session's media clock; `end` is absent for a moment and for a start edge.
 * Detectors only write facts, rules only read them.
 */
export type Fact = FactBody & {
  id: string;
  /** Position in the append-only timeline, from 0. */
  seq: number;
  source: FactSource;
};

/** A fact as a detector writes it: the timeline adds `id`, `seq` and, by default, `source: server`. */
export type FactDraft = FactBody & { source?: FactSource };
