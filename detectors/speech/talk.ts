import type { FactDraft, Role } from '@mingjian/timeline';

/** Where talk of one role lies, from `voice.active`. */
type Talk = { t: number; end: number; role: Role };
export type TalkOptions = {
  /** Length of the recording, ms. */
  durationMs: number;
  /** Each role has its own track. Otherwise overlap and response time are undecidable. */
  ownTracks: boolean;
};

const detector = 'speech/talk';
const silenceMs = 3000;
/** Shorter overlaps and talk of under a second inside the other's are back-channels (嗯, 对). */
const overlapMs = 300;
const ownTurnMs = 1000;
const longestResponseMs = 15000;
const leastCharacters = 8;

/**
 * How people talk to each other, from `voice.active` and `speech.text` of all tracks: `speech.rate` per utterance,
 * `speech.silence`, and where every role has its own track `speech.overlap`, `interrupt` and `speech.response`; otherwise
 * the capability `speech.overlap` is false.
 */
export const talkFacts = (facts: readonly FactDraft[], options: TalkOptions): FactDraft[] => {
  const talk = facts
    .filter((fact) => fact.name === 'voice.active' && fact.end !== undefined)
    .map((fact) => ({ t: fact.t, end: fact.end as number, role: fact.role ?? ('unknown' as const) }))
    .toSorted((a, b) => a.t - b.t || a.end - b.end);
  const made = [...rates(facts), ...silences(talk, options.durationMs)];
  return options.ownTracks
    ? [
        ...made,
        overlapCapability(true),
        ...overlaps(talk),
        ...interruptions(turnsOf(talk)),
        ...responses(turnsOf(talk)),
      ]
    : [...made, overlapCapability(false)];
};

const overlapCapability = (value: boolean): FactDraft => ({
  t: 0,
  kind: 'capability',
  name: 'speech.overlap',
  value,
  detector,
  ...(value
    ? {}
    : { reason: '一条声道上有多人说话，无法判断插话 one track for all voices: two voices at once are not told apart' }),
});

/** Characters per minute of talk, pauses over 250 ms inside the utterance left out. */
const rates = (facts: readonly FactDraft[]): FactDraft[] =>
  facts
    .filter((fact) => fact.name === 'speech.text' && fact.provisional !== true)
    .flatMap((fact) => {
      const characters = [...(fact.text ?? '')].filter((c) => /[\p{L}\p{N}]/u.test(c)).length;
      if (characters < leastCharacters) return [];
      const spokenMs = facts
        .filter((other) => other.name === 'voice.active' && other.track === fact.track)
        .reduce(
          (sum, other) => sum + Math.max(0, Math.min(other.end ?? 0, fact.end ?? 0) - Math.max(other.t, fact.t)),
          0,
        );
      const value = Math.round((characters * 60000) / Math.max(1, spokenMs || (fact.end ?? fact.t) - fact.t));
      return [of('measure', 'speech.rate', fact, { value, measures: { charactersPerMinute: value, characters } })];
    });

type Source = { t: number; end?: number; role?: Role; track?: string };
const of = (kind: FactDraft['kind'], name: string, source: Source, rest: Partial<FactDraft>): FactDraft => ({
  t: source.t,
  ...(source.end === undefined ? {} : { end: source.end }),
  kind,
  name,
  ...(source.role === undefined ? {} : { role: source.role }),
  ...(source.track === undefined ? {} : { track: source.track }),
  detector,
  ...rest,
});

/** Nobody speaks for 3 s or more. */
const silences = (talk: readonly Talk[], durationMs: number): FactDraft[] => {
  const found: FactDraft[] = [];
  let quietFrom = 0;
  for (const { t, end } of [...talk, { t: durationMs, end: durationMs }]) {
    if (t - quietFrom >= silenceMs)
      found.push(
        of(
          'state',
          'speech.silence',
          { t: quietFrom, end: t },
          { value: true, measures: { silenceMs: t - quietFrom } },
        ),
      );
    quietFrom = Math.max(quietFrom, end);
  }
  return found;
};

/** Two roles at once for 300 ms or more. */
const overlaps = (talk: readonly Talk[]): FactDraft[] =>
  talk.flatMap((one, i) =>
    talk.slice(i + 1).flatMap((other) => {
      const span = { t: Math.max(one.t, other.t), end: Math.min(one.end, other.end) };
      if (one.role === other.role || span.end - span.t < overlapMs) return [];
      return [of('state', 'speech.overlap', span, { value: true, measures: { overlapMs: span.end - span.t } })];
    }),
  );

/** Talk of one role joined over pauses of up to 600 ms: a pause for breath is not the end of a turn. */
const turnsOf = (talk: readonly Talk[]): Talk[] => {
  const turns: Talk[] = [];
  const last = new Map<Role, Talk>();
  for (const one of talk) {
    const before = last.get(one.role);
    if (before !== undefined && one.t - before.end <= 600) before.end = Math.max(before.end, one.end);
    else {
      const turn = { ...one };
      last.set(one.role, turn);
      turns.push(turn);
    }
  }
  return turns.toSorted((a, b) => a.t - b.t);
};

/** A turn of its own that begins while another role has been speaking and goes on for at least 300 ms. */
const interruptions = (turns: readonly Talk[]): FactDraft[] =>
  turns.flatMap((turn) => {
    if (turn.end - turn.t < ownTurnMs) return [];
    const broken = turns.find(
      (one) => one.role !== turn.role && one.t <= turn.t - overlapMs && one.end - turn.t >= overlapMs,
    );
    if (broken === undefined) return [];
    const together = Math.min(turn.end, broken.end) - turn.t;
    return [
      of(
        'event',
        'interrupt',
        { t: turn.t, end: turn.t + together, role: turn.role },
        { measures: { overlapMs: together } },
      ),
    ];
  });

/** From the end of one role's turn to the beginning of the next one of another, up to 15 s. */
const responses = (turns: readonly Talk[]): FactDraft[] =>
  turns.slice(1).flatMap((turn, i) => {
    const before = turns[i] as Talk;
    const value = turn.t - before.end;
    if (before.role === turn.role || value < 0 || value > longestResponseMs) return [];
    return [
      of(
        'measure',
        'speech.response',
        { t: before.end, end: turn.t, role: turn.role },
        { value, measures: { responseMs: value } },
      ),
    ];
  });
