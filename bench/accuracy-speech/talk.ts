import { readFileSync } from 'node:fs';
import { talkFacts } from '@mingjian/speech';
import { calls, everyNth, factsBy, isLeft, pcmOf, speech, type Turn } from './material.ts';

const slackMs = 600;

/** Interruptions and long silences in the synthetic calls against the timeline from which they were mixed. */
export const talk = async (every: number): Promise<void> => {
  const sum = { said: 0, found: 0, wrong: 0, silences: 0, silencesFound: 0, silencesWrong: 0 };
  for (const call of everyNth([...calls().values()], every)) {
    const facts = [];
    let durationMs = 0;
    for (const channel of [0, 1] as const) {
      const pcmPath = pcmOf(`calls/${call.id}.stereo.opus`, { channel });
      durationMs = readFileSync(pcmPath).length / 32;
      const role = channel === 0 ? 'agent' : 'customer';
      facts.push(...(await factsBy((run) => speech.voices({ pcmPath, role, track: `a0.${channel}` }, run))));
    }
    const heard = talkFacts(facts, { durationMs, ownTracks: true });
    const interrupts = heard.filter((fact) => fact.name === 'interrupt');
    const truth = interruptionsOf(call.turns);
    const near = (turn: Turn, t: number) => Math.abs(turn.startMs - t) <= slackMs;
    sum.said += truth.length;
    sum.found += truth.filter((turn) => interrupts.some((fact) => near(turn, fact.t))).length;
    sum.wrong += interrupts.filter((fact) => !truth.some((turn) => near(turn, fact.t))).length;
    const long = heard.filter((fact) => fact.name === 'speech.silence' && (fact.measures?.silenceMs ?? 0) >= 10000);
    const gaps = gapsOf(call.turns);
    const same = (gap: readonly number[], t: number) => Math.abs(gap[0]! - t) <= slackMs;
    sum.silences += gaps.length;
    sum.silencesFound += gaps.filter((gap) => long.some((fact) => same(gap, fact.t))).length;
    sum.silencesWrong += long.filter((fact) => !gaps.some((gap) => same(gap, fact.t))).length;
  }
  console.log(
    `interruptions on own tracks: found ${sum.found} of ${sum.said}, invented ${sum.wrong}; silences ≥ 10 s: found ${sum.silencesFound} of ${sum.silences}, invented ${sum.silencesWrong}`,
  );
};

const interruptionsOf = (turns: readonly Turn[]): Turn[] =>
  turns.filter((turn, i) => {
    const before = turns[i - 1];
    const speaksOverIt = before !== undefined && isLeft(before) !== isLeft(turn) && before.endMs - turn.startMs >= 300;
    return speaksOverIt && turn.endMs - turn.startMs >= 1000;
  });
const gapsOf = (turns: readonly Turn[]): number[][] =>
  turns
    .slice(1)
    .flatMap((turn, i) => (turn.startMs - turns[i]!.endMs >= 10000 ? [[turns[i]!.endMs, turn.startMs]] : []));
