import assert from 'node:assert/strict';
import { test } from 'node:test';
import { changesOf } from './change.ts';
import { compareVoices, enrolmentOf, type Voice } from './decision.ts';
import { matchFact, separationFacts } from './facts.ts';
import { openGallery } from './gallery.ts';
import { dimension, type Embedding, score, unit } from './network.ts';
import { clippedPpmOf, loudSpans, snrDbOf, type VoiceQuality } from './quality.ts';
import { rolesOf } from './roles.ts';
import { separate } from './separate.ts';
import { talkOf } from './sound.ts';
import { mergeVoices } from './voice.ts';

/** Numbers 0–1 in a fixed order. */
const sequence = (seed: number) => {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
};
const random = sequence(7);
/** A point near the corner where all voices lie, and points near it. */
const voiceAt = (spread: number, from?: Embedding): Embedding =>
  unit(Float32Array.from({ length: dimension }, (_, i) => (from?.[i] ?? 0.05) + spread * (random() - 0.5)));
const [ann, bob] = [voiceAt(0.16), voiceAt(0.16)];

const good: VoiceQuality = { netSpeechMs: 6000, snrDb: 30, clippedPpm: 0, band: 'wide' };
const voice = (embedding: Embedding, quality: Partial<VoiceQuality> = {}): Voice => ({
  wide: embedding,
  telephone: embedding,
  quality: { ...good, ...quality },
  model: 'sha256:1',
});
/** Two unit vectors with this cosine. */
const apart = (cosine: number): [Embedding, Embedding] => {
  const [a, b] = [new Float32Array(dimension), new Float32Array(dimension)];
  a[0] = 1;
  b[0] = cosine;
  b[1] = Math.sqrt(1 - cosine ** 2);
  return [a, b];
};
const decide = (cosine: number, quality: Partial<VoiceQuality> = {}) => {
  const [a, b] = apart(cosine);
  return compareVoices(voice(a), voice(b, quality));
};

test('three zones: same, different, and nothing between them', () => {
  assert.equal(decide(0.81).decision, 'same');
  assert.equal(decide(0.6).decision, 'different');
  assert.match(decide(0.7).reason ?? '', /between the zones/);
});

test('short, noisy and clipped speech is undecidable, without a score', () => {
  for (const poor of [{ netSpeechMs: 2900 }, { snrDb: 14 }, { clippedPpm: 5000 }]) {
    const match = decide(0.99, poor);
    assert.equal(match.decision, 'undecidable');
    assert.equal(match.score, undefined);
    assert.notEqual(match.reason ?? '', '');
  }
});

test('a telephone against wide-band sound needs a higher score', () => {
  assert.equal(decide(0.85, { band: 'telephone' }).decision, 'undecidable');
  assert.equal(decide(0.95, { band: 'telephone' }).decision, 'same');
  assert.equal(decide(0.7, { band: 'telephone' }).decision, 'different');
});

test('two languages and two models are never compared', () => {
  assert.match(
    compareVoices({ ...voice(ann), language: 'zh' }, { ...voice(ann), language: 'en' }).reason ?? '',
    /languages/,
  );
  assert.match(compareVoices(voice(ann), { ...voice(ann), model: 'sha256:2' }).reason ?? '', /register again/);
});

test('registration takes clean recordings of one person and names what is wrong with others', () => {
  const near = voiceAt(0.03, ann);
  const accepted = enrolmentOf([voice(ann), voice(near)], mergeVoices);
  assert.ok(accepted.accepted && accepted.voice.quality.netSpeechMs === 12000 && accepted.recordings === 2);
  const reasons = (voices: Voice[]) => {
    const enrolment = enrolmentOf(voices, mergeVoices);
    return enrolment.accepted ? '' : enrolment.reasons.join('; ');
  };
  assert.match(reasons([voice(ann)]), /at least 2/);
  assert.match(reasons([voice(ann, { netSpeechMs: 4000 }), voice(near, { netSpeechMs: 4000 })]), /8.0 s of speech/);
  assert.match(reasons([voice(ann), voice(near, { snrDb: 8 })]), /recording 2: too noisy/);
  assert.match(reasons([voice(ann), voice(near, { band: 'telephone' })]), /each kind of line/);
  const [one, other] = apart(0.5);
  assert.match(reasons([voice(one), voice(other)]), /not the voice of recording 1/);
});

const sine = (seconds: number, amplitude: number, noise: number) =>
  Float32Array.from({ length: seconds * 16000 }, (_, i) => amplitude * Math.sin(i * 0.3) + noise * (random() - 0.5));

test('talk by level, signal to noise and clipping are measured', () => {
  const pause = sine(1, 0, 0.001);
  const samples = new Float32Array([...pause, ...sine(2, 0.5, 0.001), ...pause]);
  const [span] = loudSpans(samples);
  assert.deepEqual(span, { startMs: 880, endMs: 3120 });
  assert.ok(snrDbOf(samples) > 50 && snrDbOf(new Float32Array([...sine(1, 0, 0.5), ...sine(2, 0.5, 0.5)])) < 10);
  assert.equal(clippedPpmOf(Float32Array.of(1, 0, 0, -1)), 500000);
});

test('joined talk knows its way back to the clock', () => {
  const talk = talkOf(new Float32Array(16000 * 10), [
    { startMs: 1000, endMs: 2000 },
    { startMs: 5000, endMs: 6000 },
  ]);
  assert.equal(talk.samples.length, 32000);
  assert.deepEqual([0, 8000, 16000, 31999].map(talk.at), [1000, 1500, 5000, 6000]);
});

/** Turns of 4 s with pauses of 1 s, and windows of 1.2 s every 0.4 s as the network would give them. */
const conversation = (speakers: readonly Embedding[], spread = 0.05) => {
  const spans = speakers.map((_, i) => ({ startMs: i * 5000, endMs: i * 5000 + 4000 }));
  const talk = talkOf(new Float32Array(16000 * 5 * speakers.length), spans);
  const rows = speakers.length * 400;
  const embeddings: Embedding[] = [];
  for (let from = 0; from + 120 <= rows; from += 40) {
    const mixed = new Float32Array(dimension);
    for (let row = from; row < from + 120; row++) {
      const speaker = speakers[Math.min(speakers.length - 1, Math.floor(row / 400))]!;
      for (let i = 0; i < dimension; i++) mixed[i]! += speaker[i]! / 120;
    }
    embeddings.push(voiceAt(spread, mixed));
  }
  return { talk, rows, stepRows: 40, windowRows: 120, embeddings };
};

test('two voices on one track are told apart; the first to speak is A', () => {
  assert.ok(score(ann, bob) < 0.8);
  const found = separate(conversation([bob, ann, bob, ann, ann]));
  assert.equal(found.voices, 2);
  const turns = found.voices === 2 ? found.turns : [];
  assert.deepEqual(
    turns.map((turn) => `${turn.voice}${turn.startMs}`),
    ['A0', 'B5000', 'A10000', 'B15000', 'B20000'],
  );
});

test('one voice is not cut in two, and similar voices stay undecidable unless two are known to speak', () => {
  assert.equal(separate(conversation([ann, ann, ann], 0.02)).voices, 1);
  const twin = voiceAt(0.1, ann);
  const similar = conversation([ann, twin, ann, twin], 0.01);
  assert.equal(separate(similar).voices, 'undecidable');
  assert.equal(separate(similar, { assumeTwo: true }).voices, 2);
  assert.equal(separate(conversation([ann])).voices, 'undecidable');
});

test('a registered staff voice gives the roles, its absence none; interruption is undecidable on one track', () => {
  const separation = separate(conversation([bob, ann, bob, ann]));
  assert.ok(separation.voices === 2);
  const roles = rolesOf(separation, { voice: ann, role: 'agent', other: 'customer' });
  assert.deepEqual([roles.A, roles.B], ['customer', 'agent']);
  const facts = separationFacts(separation, { roles, track: 'a0', model: 'sha256:1' });
  assert.deepEqual(
    facts.filter((fact) => fact.name === 'speaker.turn').map((fact) => fact.role),
    ['customer', 'agent', 'customer', 'agent'],
  );
  assert.equal(facts.find((fact) => fact.name === 'speech.roles')?.value, true);
  assert.equal(facts.find((fact) => fact.name === 'speech.overlap')?.value, false);
  const nobody = rolesOf(separation);
  assert.deepEqual([nobody.A, nobody.B], ['unknown', 'unknown']);
  const without = separationFacts(separation, { roles: nobody, track: 'a0', model: 'sha256:1' });
  assert.match(without.find((fact) => fact.name === 'speech.roles')?.reason ?? '', /no registered staff voice/);
});

test('a change of voice is one event, the same voice none', () => {
  const windows = (speakers: readonly Embedding[]) => ({ ...conversation(speakers, 0.01), windowRows: 120 });
  const [one, other] = apart(0.3);
  const changes = changesOf(windows([one, other]));
  assert.equal(changes.length, 1);
  assert.equal(changes[0]?.t, 5000);
  assert.deepEqual(changesOf(windows([one, one])), []);
});

test('the gallery finds a voice under another name and refuses what is no voice', () => {
  const gallery = openGallery(2);
  for (let i = 0; i < 200; i++) gallery.add(`person ${i}`, voiceAt(0.2));
  gallery.add('ann', ann);
  gallery.add('anne', voiceAt(0.02, ann));
  assert.equal(gallery.search(ann, { limit: 3 })[0]?.name, 'ann');
  assert.deepEqual(
    gallery.sameVoice('ann', ann).map((hit) => hit.name),
    ['anne'],
  );
  assert.throws(() => gallery.add('nobody', new Float32Array(3)), /256 numbers, nobody has 3/);
});

test('a match as a fact says what it was measured on', () => {
  const fact = matchFact({ t: 0, end: 4000, track: 'a0', role: 'customer' }, decide(0.9), voice(ann));
  assert.deepEqual(
    [fact.name, fact.decision, fact.measures],
    ['speaker.match', 'same', { netSpeechMs: 6000, snrDb: 30 }],
  );
});
