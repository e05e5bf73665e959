import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Fact } from '@mingjian/timeline';
import fc from 'fast-check';
import { compilePack, openEvaluation, polarityOf } from './index.ts';
import { factsOf, packSource, steps } from './testing/random-session.ts';

/**
 * Every rule of the random pack again, written another way: as sentences over the whole session with plain quantifiers, without
 * trace, plan, occurrence or outcome. Whatever the engine says of a random session, this says too.
 */
type Turn = { i: number; role: string; text: string; from: number; to: number; sure: boolean };
type Interval = { from: number; to: number };
type World = {
  turns: Turn[];
  face: Interval[];
  sign: Interval[];
  emotions: { t: number; score: number }[];
  faceSeen: boolean;
  signSeen: boolean;
  emotionSeen: boolean;
  sureSeen: boolean;
  end: number;
};

const intervals = (facts: Fact[], name: string, end: number): Interval[] => {
  const closed = facts
    .filter((f) => f.name === name && f.end !== undefined)
    .map((f) => ({ from: f.t, to: f.end as number }));
  const starts = facts.filter((f) => f.name === name && f.edge === 'start');
  const stops = facts.filter((f) => f.name === name && f.edge === 'stop');
  // A stop ends the youngest start before it that no other stop has ended.
  const ended = new Map<Fact, number>();
  for (const stop of stops) {
    const open = starts.filter((s) => (s.t < stop.t || (s.t === stop.t && s.seq < stop.seq)) && !ended.has(s));
    const youngest = open.at(-1);
    if (youngest !== undefined) ended.set(youngest, stop.t);
  }
  return [...closed, ...starts.map((s) => ({ from: s.t, to: ended.get(s) ?? end }))];
};

const worldOf = (unordered: Fact[], end: number): World => {
  const facts = [...unordered].sort((a, b) => a.t - b.t || a.seq - b.seq);
  const scores = facts.filter((f) => f.name === 'label.score');
  const taken = new Set<Fact>();
  const turns = facts
    .filter((f) => f.name === 'speech.text')
    .map((f, i): Turn => {
      const own = scores.filter((s) => !taken.has(s) && s.t === f.t && s.role === f.role);
      for (const s of own) taken.add(s);
      return {
        i,
        role: f.role as string,
        text: f.text as string,
        from: f.t,
        to: f.end as number,
        sure: own.length > 0,
      };
    });
  const capability = facts.findLast((f) => f.kind === 'capability');
  return {
    turns,
    face: intervals(facts, 'face.out', end),
    sign: intervals(facts, 'sign', end),
    emotions: facts.filter((f) => f.name === 'emotion').map((f) => ({ t: f.t, score: f.score as number })),
    faceSeen: facts.some((f) => f.name === 'face.out') || capability?.value === true,
    signSeen: facts.some((f) => f.name === 'sign' && f.edge === 'start'),
    emotionSeen: facts.some((f) => f.name === 'emotion'),
    sureSeen: taken.size > 0,
    end,
  };
};

const when = (text: string, word: string, turn: Turn): number =>
  Math.round(turn.from + (text.indexOf(word) / text.length) * (turn.to - turn.from));
const ends = (text: string, word: string, turn: Turn): number =>
  Math.round(turn.from + ((text.indexOf(word) + word.length) / text.length) * (turn.to - turn.from));

const slowly = (w: World): Record<string, string> => {
  const said = (role: string, word: string) => w.turns.filter((t) => t.role === role && t.text.includes(word));
  const promise = said('agent', '保本');
  const agentYes = said('agent', '清楚');
  const customerYes = said('customer', '清楚');
  const notice = said('agent', '本产品不保证本金和收益');
  const bye = said('agent', '再见');
  const agentSlip = said('agent', '说错了');
  const slip = said('customer', '说错了');
  const at = (t: Turn, word: string) => when(t.text, word, t);
  const until = (t: Turn, word: string) => ends(t.text, word, t);
  const bad = (is: boolean) => (is ? 'violated' : 'satisfied');
  const ifAny = (anchors: unknown[], is: () => boolean) => (anchors.length === 0 ? 'not_applicable' : bad(is()));
  const answersYes = w.turns.filter((t) => t.role === 'customer' && polarityOf(t.text) === 'yes');
  const later = (a: Turn, b: Turn, n: number) => b.i > a.i && b.i - a.i <= n;
  const over = (list: Interval[], ms: number) => list.some((x) => x.to - x.from > ms);
  const crossed = w.face.flatMap((f) =>
    w.sign.map((s) => ({ from: Math.max(f.from, s.from), to: Math.min(f.to, s.to) })),
  );
  const gaps: { from: number; to: number; after: string; before?: string }[] = [];
  for (const [i, t] of w.turns.entries()) {
    const earlier = w.turns.slice(0, i + 1);
    const from = Math.max(...earlier.map((x) => x.to));
    const next = w.turns[i + 1];
    // The latest speaker to end; of two who end together the later one.
    const after = earlier.findLast((x) => x.to === from)?.role as string;
    const to = next === undefined ? w.end : next.from;
    if (to > from) gaps.push({ from, to, after, ...(next === undefined ? {} : { before: next.role }) });
    assert.ok(t !== undefined);
  }
  const quiet = (g: { from: number; to: number }) =>
    g.to - g.from > 4000 && !w.sign.some((s) => s.from < g.from + 4000 && s.to > g.from);
  const either = [
    ...promise.map((t) => ({ t, at: at(t, '保本') })),
    ...slip.map((t) => ({ t, at: at(t, '说错了') })),
  ].sort((a, b) => a.t.i - b.t.i);
  const ownTurns = w.turns.filter((t) => t.role === 'agent');
  const emotional = w.emotions.filter((e) => e.score >= 0.7);
  const points = [promise, agentYes, bye].filter((list) => list.length > 0).length;
  const unanswered = (list: Turn[], n: number) => list.filter((a) => !answersYes.some((b) => later(a, b, n)));
  const isNegated = (t: Turn) => t.text === '不保本吧';
  const windowYes = agentYes.some((t) => until(t, '清楚') >= 0 && at(t, '清楚') <= 4000);
  return {
    forbid: bad(promise.length > 0),
    asserts: bad(promise.some((t) => !isNegated(t))),
    excuse: bad(promise.some((a) => !agentSlip.some((u) => later(a, u, 2)))),
    excuseMs: bad(promise.some((a) => !agentSlip.some((u) => u.i > a.i && at(u, '说错了') - until(a, '保本') <= 3000))),
    excusedBefore: bad(promise.some((a) => !slip.some((u) => later(u, a, 2)))),
    answered: bad(
      notice.length === 0 || notice.some((a) => !customerYes.some((b) => b.i > a.i && at(b, '清楚') - a.to <= 5000)),
    ),
    answeredTurns: ifAny(promise, () => unanswered(promise, 2).length > 0),
    anyAnswered: ifAny(promise, () => unanswered(promise, 1).length === promise.length),
    firstOnly: ifAny(promise, () => !w.turns.some((t) => t.role === 'customer' && later(promise[0] as Turn, t, 1))),
    sameTurn: ifAny(promise, () => promise.some((t) => t.text === '保本清楚')),
    window: bad(!windowYes),
    windowExcused: windowYes
      ? 'satisfied'
      : said('customer', '再见').some((t) => at(t, '再见') <= 4000)
        ? 'not_applicable'
        : 'violated',
    firstTurns: bad(!ownTurns.slice(0, 2).some((t) => t.text.includes('清楚'))),
    last: bad(!w.turns.slice(-2).some((t) => t.role === 'agent' && t.text.includes('再见'))),
    state: w.faceSeen ? bad(over(w.face, 3000)) : 'undecidable',
    stateInStep: w.faceSeen ? bad(over(crossed, 1000)) : 'undecidable',
    saidInStep: w.signSeen
      ? bad(promise.some((t) => w.sign.some((s) => s.from < until(t, '保本') + 1 && s.to > at(t, '保本') - 1)))
      : 'undecidable',
    before: ifAny(promise, () => !notice.some((n) => n.i < (promise[0] as Turn).i)),
    tooEarly: ifAny(promise, () => promise.some((p) => notice.length === 0 || p.i < (notice[0] as Turn).i)),
    count: bad(promise.length >= 2),
    countPer: bad(either.some((b, k) => k > 0 && b.at - (either[k - 1] as (typeof either)[number]).at <= 6000)),
    silence: bad(gaps.some(quiet)),
    response: bad(gaps.some((g) => g.to - g.from > 2000 && g.after === 'customer' && g.before === 'agent')),
    interrupt: bad(
      w.turns.some(
        (t, i) =>
          i > 0 &&
          t.role === 'agent' &&
          w.turns[i - 1]?.role === 'customer' &&
          (w.turns[i - 1] as Turn).to - t.from >= 300 &&
          t.text.length > 3,
      ),
    ),
    afterForbid: ifAny(slip, () =>
      promise.some((b) => slip.some((a) => b.i > a.i && at(b, '保本') - until(a, '说错了') <= 3000)),
    ),
    sequence: bad(
      promise.some((p) => {
        const next = slip.find((s) => later(p, s, 2));
        return next !== undefined && w.turns[next.i + 1]?.role === 'agent';
      }),
    ),
    both: bad(promise.length > 0 && slip.length > 0),
    without: bad(promise.length > 0 && !agentSlip.some((u) => later(promise[0] as Turn, u, 2))),
    covers: bad(points < 2),
    repeats: bad(ownTurns.some((t, k) => t.text.length >= 5 && ownTurns.slice(0, k).some((b) => b.text === t.text))),
    emotion: w.emotionSeen
      ? ifAny(emotional, () =>
          emotional.some((e) => !agentSlip.some((u) => at(u, '说错了') >= e.t && at(u, '说错了') - e.t <= 4000)),
        )
      : 'undecidable',
    overall: bad(ownTurns.length >= 3),
    meaning: w.sureSeen ? bad(w.turns.some((t) => t.role === 'agent' && t.sure)) : 'undecidable',
    record: 'violated',
  };
};

const worst = ['violated', 'undecidable', 'satisfied', 'not_applicable'];

test('the engine agrees with the slow oracle on 10,000 random sessions', () => {
  const result = compilePack(packSource, { file: 'oracle.yaml' });
  assert.ok(result.ok, JSON.stringify(result));
  const { pack } = result;
  const seen = new Map<string, Set<string>>();
  fc.assert(
    fc.property(steps, fc.nat(9000), (drawn, tailMs) => {
      // A sense that fails half way is a matter of the live test; here it has failed or not.
      const facts = factsOf(drawn).map(({ fact }) => (fact.kind === 'capability' ? { ...fact, t: 0 } : fact));
      const endMs = Math.max(...facts.map((f) => f.end ?? f.t)) + tailMs;
      const evaluation = openEvaluation([pack], { fields: { amount: 9 } });
      for (const fact of facts) evaluation.push(fact);
      evaluation.close(endMs);
      const verdicts: Record<string, string> = {};
      for (const f of evaluation.findings()) {
        const known = verdicts[f.rule];
        if (known === undefined || worst.indexOf(f.verdict) < worst.indexOf(known)) verdicts[f.rule] = f.verdict;
      }
      assert.deepEqual(verdicts, slowly(worldOf(facts, endMs)));
      for (const [rule, verdict] of Object.entries(verdicts))
        seen.set(rule, (seen.get(rule) ?? new Set()).add(verdict));
    }),
    { numRuns: 10_000, seed: 3 },
  );
  const oneSided = [...seen]
    .filter(([rule, verdicts]) => rule !== 'record' && !(verdicts.has('violated') && verdicts.size > 1))
    .map(([rule]) => rule);
  assert.deepEqual(oneSided, [], 'a rule that always ends the same proves nothing');
});
