import type { InspectionDocument } from '@mingjian/inspection';
import type { Fact, Role } from '@mingjian/timeline';
import { listenFromMs, placesOf } from '../order.ts';
import { pausesOf } from './pauses.ts';

export type Tone =
  | 'violated'
  | 'undecidable'
  | 'satisfied'
  | 'raised'
  | 'agent'
  | 'customer'
  | 'other'
  | 'quiet'
  | 'warn';
/** One coloured stretch of a lane. `label` names a mark for people (`mark.<label>`), filled from `params`. */
export type Mark = {
  id: string;
  startMs: number;
  endMs: number;
  tone: Tone;
  label: string;
  params?: Record<string, string | number>;
  text?: string;
};
export type LaneKind = 'findings' | 'steps' | 'markers' | 'voice' | 'pauses' | 'faces' | 'picture' | 'sound';
/** `notMeasured` says why a lane is empty without claiming that nothing happened. */
export type Lane = { id: string; kind: LaneKind; role?: Role; track?: string; marks: Mark[]; notMeasured?: string };

const roleTone = (role: Role | undefined): Tone => (role === 'agent' || role === 'customer' ? role : 'other');
const roleOrder: Role[] = ['agent', 'customer', 'third', 'system', 'unknown'];

const stateMark = (fact: Fact, tone: Tone): Mark => ({
  id: fact.id,
  startMs: fact.t,
  endMs: fact.end ?? fact.t,
  tone,
  label: fact.name,
  params: { count: Number(fact.value ?? 0), reason: fact.reason ?? '' },
});

const findingsLane = (document: InspectionDocument): Lane => ({
  id: 'findings',
  kind: 'findings',
  marks: document.findings
    .filter((f) => f.verdict === 'violated' || f.verdict === 'undecidable')
    .flatMap((f) =>
      placesOf(f)
        .slice(0, 40)
        .map((span, index) => ({
          id: index === 0 ? f.id : `${f.id}/${index}`,
          startMs: span.startMs,
          endMs: span.endMs,
          tone: f.verdict === 'undecidable' ? 'undecidable' : f.kind === 'signal' ? 'raised' : 'violated',
          label: f.id,
          text: f.item,
        })),
    )
    .sort((a, b) => a.startMs - b.startMs) as Mark[],
});

/** Stretches in which a role speaks: `voice.active` where it was measured, else the turns. */
const voiceOf = (document: InspectionDocument, role: Role): Mark[] => {
  const active = document.facts.filter((f) => f.name === 'voice.active' && f.role === role && f.end !== undefined);
  if (active.length > 0) return active.map((f) => stateMark(f, roleTone(role)));
  return document.conversation.turns.flatMap((turn, index) =>
    turn.role === role && turn.startMs !== undefined && turn.endMs !== undefined
      ? [{ id: `turn${index}`, startMs: turn.startMs, endMs: turn.endMs, tone: roleTone(role), label: 'voice' }]
      : [],
  );
};

const voiceLanes = (document: InspectionDocument): Lane[] =>
  roleOrder.flatMap((role) => {
    const marks = voiceOf(document, role);
    const track = document.facts.find((f) => f.role === role && f.track?.startsWith('a'))?.track;
    return marks.length === 0 ? [] : [{ id: `voice-${role}`, kind: 'voice' as const, role, track, marks } as Lane];
  });

const pausesLane = (voices: Lane[], durationMs: number): Lane[] => {
  if (voices.length === 0) return [];
  const stretches = voices.map((lane) => lane.marks);
  return [{ id: 'pauses', kind: 'pauses', marks: pausesOf(stretches, durationMs) }];
};

const faceTone = (fact: Fact): Tone => (fact.name === 'face.count' ? (fact.value === 0 ? 'warn' : 'quiet') : 'warn');
const facesLane = (document: InspectionDocument): Lane => ({
  id: 'faces',
  kind: 'faces',
  marks: document.facts
    .filter((f) => /^face\.(count|out|unclear|stranger|changed)$/.test(f.name))
    .map((f) => stateMark(f, faceTone(f))),
  ...notMeasured(document, 'face.detect'),
});

const qualityLane = (document: InspectionDocument, kind: 'picture' | 'sound'): Lane => {
  const names = kind === 'picture' ? /^(video\.|media\.gap|file\.)/ : /^(audio\.|speech\.rejected)/;
  return {
    id: kind,
    kind,
    marks: document.facts
      .filter((f) => names.test(f.name) && (f.kind === 'state' || f.name === 'speech.rejected'))
      .map((f) => stateMark(f, f.name === 'speech.rejected' ? 'quiet' : 'warn')),
    ...notMeasured(document, kind === 'picture' ? 'video.quality' : 'audio.quality'),
  };
};

const notMeasured = (document: InspectionDocument, capability: string): { notMeasured?: string } => {
  const found = document.capabilities.find((c) => c.name === capability);
  if (found === undefined || (found.available && found.reason === undefined)) return {};
  return { notMeasured: found.reason ?? capability };
};

const stepsLane = (document: InspectionDocument): Lane[] => {
  const steps = document.facts.filter((f) => f.kind === 'step');
  if (steps.length === 0) return [];
  const marks = steps.map((f) => ({ ...stateMark(f, 'quiet'), text: f.text ?? String(f.value ?? f.name) }));
  return [{ id: 'steps', kind: 'steps', marks }];
};

/** Answers, papers and changes of person: places to jump to that are neither a finding nor a step. */
const markersLane = (document: InspectionDocument): Lane[] => {
  const marks = (document.markers ?? [])
    .filter((marker) => marker.kind === 'answer' || marker.kind === 'document' || marker.kind === 'person')
    .map((marker, i): Mark => {
      const { atMs, endMs = atMs } = marker;
      const tone = marker.kind === 'person' ? 'warn' : roleTone(marker.role);
      const text = marker.text === undefined ? {} : { text: marker.text };
      return { id: `marker${i}`, startMs: atMs, endMs, tone, label: `marker.${marker.kind}`, ...text };
    });
  return marks.length === 0 ? [] : [{ id: 'markers', kind: 'markers', marks }];
};

/** The lanes of the timeline, top to bottom. What was not measured is a lane that says so, never an empty, clean one. */
export const lanesOf = (document: InspectionDocument): Lane[] => {
  const voices = voiceLanes(document);
  return [
    findingsLane(document),
    ...stepsLane(document),
    ...markersLane(document),
    ...voices,
    ...pausesLane(voices, document.file.durationMs),
    facesLane(document),
    qualityLane(document, 'picture'),
    qualityLane(document, 'sound'),
  ].filter(
    (lane) =>
      lane.kind === 'findings' ||
      lane.marks.length > 0 ||
      lane.notMeasured !== undefined ||
      lane.kind === 'picture' ||
      lane.kind === 'sound',
  );
};

/** Where a finding's mark leads: 2 s before its evidence. */
export const seekOf = (document: InspectionDocument, findingId: string): number | undefined => {
  const finding = document.findings.find((f) => f.id === findingId);
  return finding === undefined ? undefined : listenFromMs(finding);
};
