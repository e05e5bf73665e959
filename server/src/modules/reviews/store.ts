import { type Db, sql } from '../../platform/db/index.ts';

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
