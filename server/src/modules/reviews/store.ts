import { type Db, sql } from '../../platform/db/index.ts';
import type { Caller } from '../../platform/http/index.ts';
import { sessionScope } from '../people/index.ts';

export type Review = { findingId: string | null; decision: string; comment: string | null; by: string; at: Date };

/** The newest mark of each finding, and of the whole (finding null). */
export const latestReviews = (db: Db, sessionId: string) =>
  db.rows<Review>(sql`select distinct on (r.finding_id) r.finding_id as "findingId", r.decision, r.comment, p.name as by,
      r.created_at as at from reviews r join people p on p.id = r.reviewer_id
    where r.session_id = ${sessionId} order by r.finding_id, r.id desc`);

export type NewReview = {
  id: string;
  sessionId: string;
  runId: string;
  findingId: string | null;
  decision: string;
  comment: string | null;
  reviewerId: string;
};

export const insertReview = (tx: Db, review: NewReview) =>
  tx.run(sql`insert into reviews (id, session_id, run_id, finding_id, decision, comment, reviewer_id) values (${review.id},
    ${review.sessionId}, ${review.runId}, ${review.findingId}, ${review.decision}, ${review.comment}, ${review.reviewerId})`);

/** The marks of one run: finding → decision, the newest of each finding of the session. */
export type ReviewedRun = {
  sessionId: string;
  runId: string;
  agentName: string | null;
  fields: Record<string, unknown>;
  marks: { findingId: string; decision: 'hit' | 'false_alarm' }[];
};

/** Reviewed runs of the sessions in the caller's scope, oldest session first: those of the next `limit` sessions after `after`. */
export const reviewedRuns = (db: Db, caller: Caller, page: { after: string | null; limit: number }) =>
  db.rows<ReviewedRun>(sql`with page as (
      select s.id, s.fields, a.name as agent_name
      from sessions s join branches b on b.id = s.branch_id left join people a on a.id = s.agent_id
      where ${sessionScope(caller)} and (${page.after}::uuid is null or s.id > ${page.after}::uuid)
        and exists (select 1 from reviews r where r.session_id = s.id and r.finding_id is not null)
      order by s.id limit ${page.limit}),
    newest as (
      select distinct on (r.session_id, r.finding_id) r.session_id, r.run_id, r.finding_id, r.decision
      from reviews r join page on page.id = r.session_id where r.finding_id is not null
      order by r.session_id, r.finding_id, r.id desc)
    select n.session_id as "sessionId", n.run_id as "runId", page.agent_name as "agentName", page.fields,
      jsonb_agg(jsonb_build_object('findingId', n.finding_id, 'decision', n.decision) order by n.finding_id) as marks
    from newest n join page on page.id = n.session_id
    group by n.session_id, n.run_id, page.agent_name, page.fields order by n.session_id, n.run_id`);
