import { capabilityFact } from '@mingjian/detector-core';
import type { PacketWalk } from '@mingjian/media';
import type { Span } from '@mingjian/signal/spans.ts';
import type { FactDraft } from '@mingjian/timeline';
import { DETECTOR } from './fact.ts';
import { findSlate } from './slate.ts';
import type { ChannelSound } from './sound-facts.ts';
import { findSplices } from './splices.ts';
import type { VideoFeatures } from './video-pass.ts';

/** What picture and sound say only together. */

/** `media.av_offset` from slates, where there are any; exact to a frame, so it goes before lips. */
export const slateFacts = (video: VideoFeatures | undefined, channels: readonly ChannelSound[]): FactDraft[] => {
  if (video === undefined || channels.length === 0) return [];
  const slate = findSlate(
    video,
    channels.map(({ sound }) => sound),
  );
  if (slate === undefined) return [];
  const { audioLateMs, confidence, count, spreadMs } = slate;
  return [
    {
      ...{ t: 0, kind: 'measure', name: 'media.av_offset', value: audioLateMs, confidence, method: 'slate' },
      ...{ measures: { audioLateMs, slates: count, spreadMs }, detector: DETECTOR },
    },
  ];
};

const spanOf = (fact: FactDraft): Span => ({ startMs: fact.t, endMs: fact.end ?? fact.t });

/** `file.spliced` events, and the capability `file.splices`: false where only one of picture and sound could be looked at. */
export const spliceFacts = (input: {
  video: VideoFeatures | undefined;
  channels: readonly ChannelSound[];
  walk: PacketWalk;
  container: readonly FactDraft[];
}): FactDraft[] => {
  const gaps = input.container.filter((fact) => fact.name === 'media.gap');
  const splices = findSplices({
    video: input.video,
    sounds: input.channels.map(({ sound }) => sound),
    jumpsMs: input.walk.tracks.flatMap(({ jumps }) => jumps.map(({ atS }) => Math.round(atS * 1000))),
    gaps: {
      video: gaps.filter(({ track }) => track === 'v0').map(spanOf),
      audio: gaps.filter(({ track }) => track === 'a0').map(spanOf),
    },
  });
  const isWhole = input.video !== undefined && input.channels.length > 0;
  const reason = 'signs of editing need picture and sound: one of them is missing';
  return [
    ...splices.map(
      ({ tMs, signs }): FactDraft => ({
        ...{ t: Math.max(0, Math.round(tMs)), kind: 'event', name: 'file.spliced', signs },
        ...{ confidence: signs.length >= 2 ? 0.8 : 0.6, detector: DETECTOR },
      }),
    ),
    capabilityFact({ name: 'file.splices', available: isWhole, model: null, ...(isWhole ? {} : { reason }) }, DETECTOR),
  ];
};
