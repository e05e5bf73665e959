/** Reviews as training data of their institution: one reviewed run, one line of `mingjian.reviewed/1`. */
import type { InspectionDocument } from '@mingjian/inspection';
import { saidItems } from '@mingjian/rulebooks/heads/lessons.ts';
import type { Reviewed } from '@mingjian/rulebooks/heads/reviewed.ts';
import type { Finding } from '@mingjian/rules/finding.ts';
import type { Turn } from '@mingjian/timeline';
import type { Database } from '../../platform/db/index.ts';
import type { Files } from '../../platform/files/index.ts';
import type { Caller } from '../../platform/http/index.ts';
import { maskText } from '../../platform/masking/index.ts';
import { record } from '../audit/index.ts';
import { resultOf } from '../inspections/index.ts';
import { type ReviewedRun, reviewedRuns } from './store.ts';

/** Sessions asked for at once; their documents are read one by one. */
const PAGE = 100;
/** Parts of the evidence that are not what is held against the speaker. */
const BESIDE = new Set(['anchor', 'against']);

/** The turns that a finding speaks of, in order; of what is missing there is none. Conduct is the agent's: a question before it is not meant. */
export function turnsOf({ item, kind, spans, missing }: Finding, said: readonly Pick<Turn, 'role'>[]): number[] {
  if (missing !== undefined || saidItems.has(item)) return [];
  const own = spans.filter(({ label }) => label === undefined || !BESIDE.has(label));
  const turns = inOrder(own.flatMap((span) => span.turns ?? []));
  const byAgent = turns.filter((turn) => said[turn]?.role === 'agent');
  return kind !== 'signal' && byAgent.length > 0 ? byAgent : turns;
}

const inOrder = (turns: Iterable<number>): number[] => [...new Set(turns)].sort((a, b) => a - b);

/** One mark an item and decision: several rules speak of one turn, and where one of them was right the item was there. */
export function merged(marks: Reviewed['marks']): Reviewed['marks'] {
  const ofItem = (item: string, decision: string) =>
    inOrder(marks.filter((mark) => mark.item === item && mark.decision === decision).flatMap(({ turns }) => turns));
  return [...new Set(marks.map(({ item }) => item))].sort().flatMap((item) => {
    const hits = ofItem(item, 'hit');
    const alarms = ofItem(item, 'false_alarm').filter((turn) => !hits.includes(turn));
    return [
      { item, decision: 'hit' as const, turns: hits },
      { item, decision: 'false_alarm' as const, turns: alarms },
    ].filter(({ turns }) => turns.length > 0);
  });
}

/** Names that the record itself knows: the agent's, and texts of fields that are called a name. */
const namesOf = ({ agentName, fields }: ReviewedRun): string[] =>
  [agentName, ...Object.entries(fields).flatMap(([key, value]) => (/name$|姓名$/i.test(key) ? [value] : []))].filter(
    (name): name is string => typeof name === 'string' && name.trim().length > 1,
  );

const withoutNames = (text: string, names: readonly string[]): string =>
  names.reduce((starred, name) => starred.replaceAll(name, '*'.repeat(name.length)), text);

/** A line for one reviewed run, or nothing when no mark is about words. */
export function reviewedOf(run: ReviewedRun, document: InspectionDocument): Reviewed | undefined {
  const byId = new Map(document.findings.map((finding) => [finding.id, finding]));
  const { product, scope, turns } = document.conversation;
  const marks = run.marks.flatMap(({ findingId, decision }) => {
    const finding = byId.get(findingId);
    // A mark on another verdict says that the machine was right or wrong to let it pass: no turn holds a violation.
    if (finding?.verdict !== 'violated') return [];
    return [{ item: finding.item, decision, turns: turnsOf(finding, turns) }];
  });
  const told = merged(marks);
  if (told.length === 0) return undefined;
  const names = namesOf(run);
  const conversation = {
    ...{ id: run.sessionId, ...(product === undefined ? {} : { product }), ...(scope === undefined ? {} : { scope }) },
    turns: turns.map((turn) => ({ ...turn, text: withoutNames(maskText(turn.text), names) })),
  };
  return { format: 'mingjian.reviewed/1', conversation, marks: told };
}

/** The lines of all reviewed sessions in the caller's scope, audited first, then read as they are sent. */
export async function exportReviewed(
  deps: { db: Database; files: Files },
  caller: Caller,
): Promise<AsyncGenerator<string>> {
  const { tenantId, personId, branchId } = caller;
  const entry = { tenantId, personId, action: 'reviews.export', subject: `branch:${branchId}` };
  await deps.db.transaction((tx) => record(tx, entry));
  return linesOf(deps, caller);
}

async function* linesOf(deps: { db: Database; files: Files }, caller: Caller): AsyncGenerator<string> {
  for (let after: string | null = null; ; ) {
    const runs: ReviewedRun[] = await reviewedRuns(deps.db, caller, { after, limit: PAGE });
    for (const run of runs) {
      const { document } = await resultOf(deps, { session: { id: run.sessionId }, runId: run.runId });
      const line = reviewedOf(run, document);
      if (line !== undefined) yield `${JSON.stringify(line)}\n`;
    }
    const last = runs.at(-1);
    if (last === undefined) return;
    after = last.sessionId;
  }
}
