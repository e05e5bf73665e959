import type { Capability } from '@mingjian/detector-core';
import { separationFacts } from '@mingjian/speaker';
import type { FactDraft } from '@mingjian/timeline';
import type { Engines } from './engines.ts';
import type { SpeechTrack } from './roles.ts';

/** Two voices of one track: their turns as `speaker.turn` facts, or why they were not told apart. */
export type SeparatedVoices = { turns: FactDraft[]; capabilities: Capability[] };

const asCapability = (fact: FactDraft): Capability => ({
  name: fact.name,
  available: fact.value === true,
  model: fact.model ?? null,
  ...(fact.reason === undefined ? {} : { reason: fact.reason }),
});
const notSeparated = (reason: string, model: string | null): SeparatedVoices => ({
  turns: [],
  capabilities: [{ name: 'speaker.separate', available: false, model, reason }],
});

/**
 * Tells the voices of a mono track apart. `talk` are its `voice.active` facts. A crash of the engine is a capability with its
 * reason: the words are then heard as one unknown voice, as before.
 */
export const separateVoices = async (
  engines: Engines,
  track: SpeechTrack,
  how: { talk: readonly FactDraft[]; assumeTwo: boolean; signal: AbortSignal },
): Promise<SeparatedVoices> => {
  const able = engines.speakers.capabilities().find((one) => one.name === 'speaker.separate');
  if (able?.available !== true) return notSeparated(able?.reason ?? '声纹模型不可用', null);
  const spans = how.talk.map((fact) => ({ startMs: fact.t, endMs: fact.end ?? fact.t }));
  try {
    const { assumeTwo } = how;
    const separation = await engines.speakers.separate(
      { pcmPath: track.pcmPath, spans, assumeTwo },
      { signal: how.signal },
    );
    const facts = separationFacts(separation, { track: track.track, model: able.model ?? '' });
    return {
      turns: facts.filter((fact) => fact.name === 'speaker.turn'),
      capabilities: facts.filter((fact) => fact.name === 'speaker.separate').map(asCapability),
    };
  } catch (error) {
    how.signal.throwIfAborted();
    return notSeparated(`说话人分离中断：${error instanceof Error ? error.message : String(error)}`, able.model);
  }
};
