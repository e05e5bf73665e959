import { isAsserted, nearness, preparePhrase, stanceOf } from '@mingjian/matching';
import type { Conversation } from '@mingjian/timeline';
import type { CompiledPack, LabelExpr } from './engine.ts';
import type { Step } from './steps.ts';
import type { ExplainNode, Sighting } from './tree.ts';

type Nearest = NonNullable<ExplainNode['nearest']>;
const place = (at: Sighting): string => (at.turns?.[0] === undefined ? `${at.startMs / 1000}s` : `#${at.turns[0]}`);

const stanceWords: Record<string, [zh: string, en: string]> = {
  denied: ['否认', 'denied'],
  asked: ['提问', 'asked'],
  quoted: ['转述', 'quoted'],
  supposed: ['假设', 'supposed'],
  warned: ['提醒', 'warned of'],
  retracted: ['收回', 'taken back'],
};

const stanceMiss = (at: Sighting, conversation: Conversation): Nearest => {
  const text = conversation.turns[at.turns?.[0] ?? -1]?.text ?? '';
  const stance = stanceOf(text, at.chars?.[0] ?? 0, at.chars?.[1] ?? text.length);
  const said = Object.entries(stanceWords).filter(([key]) => stance[key as keyof typeof stance]);
  const zh = said.map(([, [word]]) => word).join('、') || (isAsserted(stance) ? '直说' : '—');
  const en = said.map(([, [, word]]) => word).join(', ') || 'plainly meant';
  return {
    why: { zh: `${place(at)}「${at.text ?? text}」是${zh}`, en: `${place(at)} "${at.text ?? text}" is ${en}` },
    at,
  };
};

/** What the step before saw and this step refused. */
export const stepMiss = (step: Step, before: readonly Sighting[], conversation: Conversation): Nearest | undefined => {
  const at = before[0];
  if (at === undefined) return undefined;
  const words = at.text ?? conversation.turns[at.turns?.[0] ?? -1]?.text ?? at.label ?? '';
  if (step.code === 'who') {
    const role = at.role ?? '—';
    return { why: { zh: `${place(at)}「${words}」由 ${role} 说`, en: `${place(at)} "${words}" is by ${role}` }, at };
  }
  if (step.code === 'how' && step.pattern.k === 'words') return stanceMiss(at, conversation);
  if (step.code === 'long') {
    const seconds = (at.endMs - at.startMs) / 1000;
    return { why: { zh: `最长 ${seconds} 秒`, en: `${seconds} s at most` }, at };
  }
  return {
    why: {
      zh: `${place(at)}「${words}」不满足 ${step.text}`,
      en: `${place(at)} "${words}" does not meet ${step.text}`,
    },
    at,
  };
};

const phrasesOf = (pack: CompiledPack, name: string): string[] => {
  const label = pack.labels.find((one) => one.name === name);
  if (label === undefined) return [];
  const gaps = label.seq.map((gap) => gap.clauses.map((clause) => clause.literals[0] ?? '').join(''));
  return [...label.fuzzy, ...label.any, ...gaps].slice(0, 24);
};

/** The turn that sounds most like one of a label's phrases, above three tenths. */
export const labelMiss = (
  pack: CompiledPack,
  words: Extract<LabelExpr, { k: 'label' }>,
  conversation: Conversation,
): Nearest | undefined => {
  let best: { score: number; turn: number; phrase: string } | undefined;
  for (const phrase of phrasesOf(pack, words.name)) {
    const prepared = preparePhrase(phrase, 1);
    conversation.turns.forEach((turn, index) => {
      const score = Math.round(nearness(prepared, turn.text) * 100) / 100;
      if (score > (best?.score ?? 0.3)) best = { score, turn: index, phrase };
    });
  }
  if (best === undefined) return undefined;
  const turn = conversation.turns[best.turn] as Conversation['turns'][number];
  const at: Sighting = {
    startMs: turn.startMs ?? 0,
    endMs: turn.endMs ?? 0,
    turns: [best.turn],
    text: turn.text,
    role: turn.role,
  };
  return {
    why: {
      zh: `最接近 #${best.turn}「${turn.text}」，像「${best.phrase}」${Math.round(best.score * 100)} %`,
      en: `nearest #${best.turn} "${turn.text}", ${Math.round(best.score * 100)} % like "${best.phrase}"`,
    },
    at,
    score: best.score,
  };
};

/** How far the target stood from the anchor when it did not stand within reach. */
export const distanceMiss = (anchors: readonly Sighting[], targets: readonly Sighting[]): Nearest | undefined => {
  const pairs = anchors.flatMap((a) =>
    targets.map((b) => ({ a, b, ms: b.startMs - a.endMs, turns: (b.turns?.[0] ?? 0) - (a.turns?.[0] ?? 0) })),
  );
  const best = pairs.sort((x, y) => Math.abs(x.turns) - Math.abs(y.turns) || Math.abs(x.ms) - Math.abs(y.ms))[0];
  if (best === undefined) return undefined;
  const seconds = Math.round(Math.abs(best.ms) / 100) / 10;
  const turns = Math.abs(best.turns);
  const zh = best.turns < 0 || (best.turns === 0 && best.ms < 0) ? '之前' : '之后';
  const en = zh === '之前' ? 'before' : 'after';
  return {
    why: {
      zh: `${place(best.b)} 在锚点 ${place(best.a)} ${zh} ${turns} 轮、${seconds} 秒`,
      en: `${place(best.b)} stands ${turns} turns, ${seconds} s ${en} the anchor ${place(best.a)}`,
    },
    at: best.b,
  };
};
