import { openSpeakers, rolesOf } from '@mingjian/speaker';
import { countErrors, type ErrorCount } from '@mingjian/speech/errors.ts';
import {
  calls,
  everyNth,
  factsBy,
  isLeft,
  pcmOf,
  percent,
  rowsOf,
  speech,
  transcript,
} from '../accuracy-speech/material.ts';

const sum = (): ErrorCount => ({ characters: 0, wrong: 0, wrongSyllables: 0 });
const add = (to: ErrorCount, errors: ErrorCount) => {
  for (const key of ['characters', 'wrong', 'wrongSyllables'] as const) to[key] += errors[key];
};

/** Calls on one track: who said what, by separated voices and a registered agent, against the words of each role (synthetic voices). */
export const mono = async (every: number): Promise<void> => {
  const speakers = openSpeakers();
  const [byRole, mixed] = [sum(), sum()];
  let [items, rolesKnown] = [0, 0];
  for (const row of everyNth(
    rowsOf('calls/files.tsv').filter((r) => r.channels === '1'),
    every,
  )) {
    const { turns } = calls().get(row.conversation!)!;
    const agent = await speakers.voice({ pcmPath: pcmOf(`calls/${row.conversation}.stereo.opus`, { channel: 0 }) });
    const pcmPath = pcmOf(`calls/${row.file}`, { name: 'mono.pcm' });
    const talk = await factsBy((run) => speech.voices({ pcmPath, role: 'unknown', track: 'a0' }, run));
    const spans = talk.map((fact) => ({ startMs: fact.t, endMs: fact.end ?? fact.t }));
    const separation = await speakers.separate({ pcmPath, spans, assumeTwo: true });
    if (separation.voices !== 2) continue;
    const roles = rolesOf(separation, { voice: agent.wide, role: 'agent', other: 'customer' });
    items++;
    if (roles.A !== 'unknown') rolesKnown++;
    const heard = await transcript(pcmPath, {
      turns: separation.turns.map((turn) => ({ ...turn, role: roles[turn.voice] })),
    });
    const textOf = (role?: string) =>
      heard
        .filter((fact) => fact.name === 'speech.text' && (role === undefined || fact.role === role))
        .map((fact) => fact.text)
        .join('');
    for (const role of ['agent', 'customer'] as const) {
      const said = turns.filter((turn) => isLeft(turn) === (role === 'agent')).map((turn) => turn.text);
      add(byRole, countErrors(said.join(''), textOf(role)));
    }
    add(mixed, countErrors(turns.map((turn) => turn.text).join(''), textOf()));
  }
  await speakers.stop();
  console.log(
    `calls on one track: ${items}, roles by the registered agent in ${rolesKnown}; ${byRole.characters} characters: CER by role ` +
      `${percent(byRole.wrong, byRole.characters)}, roles left aside ${percent(mixed.wrong, mixed.characters)}`,
  );
};
