import type { Conversation, Turn } from '@mingjian/timeline';
import { answerOf, EndpointError, type EndpointOptions } from './endpoint.ts';
import { opinionCapability } from './facts.ts';
import { gateOf } from './gate.ts';
import { type Judged, judgedReplies } from './judge.ts';
import type { AskedItem, Fault, Opinions } from './opinion.ts';
import { messagesOf, type Question } from './prompt.ts';
import { type Reply, readReply } from './reply.ts';
import { type WindowSize, windowsOf } from './windows.ts';

export type AskOptions = EndpointOptions & {
  /** What to ask about. An item that is violated by silence cannot be quoted: leave it to the rules. */
  items: readonly AskedItem[];
  /** Questions under way at once to this endpoint, over all conversations of the process; the first caller decides. Default 2. */
  concurrency?: number;
  window?: WindowSize;
  /** For the whole conversation, ms; what is not answered by then is not asked any more. Default 120,000. */
  budgetMs?: number;
  /** Part done, 0–1. */
  progress?: (done: number) => void;
};

/** Models lose the thread in longer lists. */
const itemsAQuestion = 30;
/** An inspection waits for its second opinion, so that is not for ever. */
const usualBudgetMs = 120_000;

const questionsOf = (turns: readonly Turn[], { items, window }: AskOptions): Question[] => {
  const batches = Array.from({ length: Math.ceil(items.length / itemsAQuestion) }, (_, i) =>
    items.slice(i * itemsAQuestion, (i + 1) * itemsAQuestion),
  );
  return windowsOf(turns, window).flatMap((lines) => batches.map((batch) => ({ items: batch, lines })));
};

type Answered = { replies: { question: Question; reply: Reply }[]; failure?: { fault: Fault; reason: string } };

/** Asks all questions; an endpoint that stays silent or turns us away once is not asked the rest. */
const askAll = async (
  questions: readonly Question[],
  turns: readonly Turn[],
  options: AskOptions,
): Promise<Answered> => {
  const gate = gateOf(options.endpoint, options.concurrency ?? 2);
  const answered: Answered = { replies: [] };
  let done = 0;
  const budgetMs = options.budgetMs ?? usualBudgetMs;
  const budget = AbortSignal.timeout(budgetMs);
  const signal = options.signal === undefined ? budget : AbortSignal.any([options.signal, budget]);
  const isHopeless = () => answered.failure !== undefined && answered.failure.fault !== 'unreadable';
  const askOne = async (question: Question): Promise<void> => {
    options.signal?.throwIfAborted();
    if (isHopeless()) return;
    const asked = new Set(question.items.map(({ id }) => id));
    try {
      const read = (content: string) => readReply(content, asked);
      const reply = await answerOf(messagesOf(question, turns), { ...options, signal, read });
      answered.replies.push({ question, reply });
    } catch (error) {
      options.signal?.throwIfAborted();
      if (!(error instanceof EndpointError || budget.aborted)) throw error;
      const late = { fault: 'unreachable' as const, reason: `${budgetMs} ms 内没有答完 not done in time` };
      if (!isHopeless())
        answered.failure = error instanceof EndpointError ? { fault: error.fault, reason: error.message } : late;
    }
    options.progress?.(++done / questions.length);
  };
  const settled = await Promise.allSettled(questions.map((question) => gate.pass(() => askOne(question))));
  for (const one of settled) if (one.status === 'rejected') throw one.reason;
  return answered;
};

const reasonOf = (answered: Answered, asked: number): string | undefined =>
  answered.failure === undefined
    ? undefined
    : `${answered.failure.reason}（${answered.replies.length}/${asked} 个问题得到回答 questions answered）`;

/**
 * What a language model thinks of a conversation, item by item, with its quotes checked against the transcript: only the transcript's own
 * words come out, and nothing without them. Sensitive digits are masked before they leave. Never throws for what the endpoint does: that
 * is the capability's reason; throws the caller's abort.
 */
export const askOpinion = async (conversation: Pick<Conversation, 'turns'>, options: AskOptions): Promise<Opinions> => {
  const { turns } = conversation;
  const questions = questionsOf(turns, options);
  const answered = await askAll(questions, turns, options);
  const judged: Judged = judgedReplies(answered.replies, turns);
  const asked = questions.length;
  const silent = answered.replies.length < asked;
  return {
    model: options.model,
    ...judged,
    unanswered: options.items.map(({ id }) => id).filter((id) => silent || judged.unanswered.includes(id)),
    questions: { asked, answered: answered.replies.length },
    capability: opinionCapability(options.model, reasonOf(answered, asked)),
  };
};
