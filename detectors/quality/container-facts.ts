import type { FileDescription } from '@mingjian/inspection';
import { gapsOf, type PacketWalk, type TrackPackets } from '@mingjian/media';
import { lengthMs, overlaps, type Span } from '@mingjian/signal/spans.ts';
import type { FactDraft } from '@mingjian/timeline';
import { stateFact } from './fact.ts';

const VIDEO_GAP_MS = 1000;
const AUDIO_GAP_MS = 60;
/** Opus in discontinuous mode sends a packet every 400 ms of silence: such holes are pauses. */
const DTX_GAP_MS = 420;
/** A track that ends this much before the file is cut off. */
const TAIL_MS = 1500;

/** Holes in the sound's time stamps that are no discontinuous transmission. */
const audioHoles = (track: TrackPackets): Span[] => {
  const gaps = gapsOf(track, AUDIO_GAP_MS);
  const dtx = gaps.length > 5 && gaps.filter((gap) => lengthMs(gap) <= DTX_GAP_MS).length > gaps.length * 0.8;
  return gaps.filter((gap) => lengthMs(gap) > (dtx ? DTX_GAP_MS : AUDIO_GAP_MS));
};

const tail = (track: TrackPackets, endMs: number): Span[] =>
  endMs - track.endS * 1000 > TAIL_MS ? [{ startMs: track.endS * 1000, endMs }] : [];
const head = (track: TrackPackets): Span[] => {
  const first = (track.timesS[0] ?? 0) * 1000;
  return first > TAIL_MS ? [{ startMs: 0, endMs: first }] : [];
};

/** Facts from time stamps alone: holes, a track that starts late or ends early, a file that was cut off. */
export const containerFacts = (description: FileDescription, walk: PacketWalk): FactDraft[] => {
  const endMs = description.durationMs;
  const facts = walk.tracks.flatMap((track) => {
    const name = track.kind === 'audio' ? 'a0' : 'v0';
    const holes = track.kind === 'audio' ? audioHoles(track) : gapsOf(track, VIDEO_GAP_MS);
    return [...head(track), ...holes, ...tail(track, endMs)].map((span) =>
      stateFact('media.gap', span, { gapMs: lengthMs(span) }, { track: name }),
    );
  });
  const { headerDurationMs, unreadable = [] } = description;
  const cut = unreadable.find((line) => line.includes('the rest is missing') || line.includes('is cut off'));
  if (cut === undefined) return facts;
  const kept: Record<string, number> =
    headerDurationMs !== undefined && headerDurationMs > endMs
      ? { keptFraction: endMs / headerDurationMs, headerDurationMs }
      : {};
  return [...facts, stateFact('file.truncated', { startMs: 0, endMs }, kept, { reason: cut })];
};

/** A hole in the sound is heard as a dropout, a hole in the picture is seen as a standstill. */
export const gapEffects = (facts: FactDraft[]): FactDraft[] => {
  const spanOf = (fact: FactDraft): Span => ({ startMs: fact.t as number, endMs: fact.end as number });
  const known = (name: string, gap: FactDraft) =>
    facts.some((fact) => fact.name === name && overlaps(spanOf(fact), spanOf(gap)));
  return facts.flatMap((gap) => {
    if (gap.name !== 'media.gap') return [];
    const name = gap.track === 'a0' ? 'audio.dropout' : 'video.frozen';
    const least = gap.track === 'a0' ? 200 : 1500;
    const span = spanOf(gap);
    return lengthMs(span) < least || known(name, gap)
      ? []
      : [stateFact(name, span, { gapMs: lengthMs(span) }, { track: gap.track as string })];
  });
};
