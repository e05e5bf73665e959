import { type Exemplar, halfOf, readExemplars } from '@mingjian/corpus';
import type { Labelled } from '@mingjian/rulebooks/accuracy/score.ts';
import { saidItems } from '@mingjian/rulebooks/heads/lessons.ts';
import type { Product } from '@mingjian/timeline';

const productOfChapter: Record<string, Product> = {
  collect: 'collect',
  service: 'service',
  complaint: 'service',
  fraud: 'service',
  black: 'service',
  loan: 'loan',
};
const ofInsurance =
  /mislead_health|advise_surrender|pay_period|exemption|hesitation|uncertain|waiting|health_duty|death_benefit|callback/;
const ofLoan = /loan_terms|credit_report|guarantor|true_will/;

const productOf = (item: string): Product => {
  if (ofInsurance.test(item)) return 'ins';
  if (ofLoan.test(item)) return 'loan';
  if (item === 'say.cooling_off') return 'trust';
  return productOfChapter[item.split('.')[0] as string] ?? 'bank';
};

/** A written sentence as a conversation of one or two turns: a must-say is missing where the sentence does not say it. */
const labelledOf = (exemplar: Exemplar, place: number): Labelled & { item: string } => {
  const { item, carries, role, text, before } = exemplar;
  const isSaid = saidItems.has(item);
  const turns = [...(before === undefined ? [] : [before]), { role, text }];
  const isViolated = carries !== isSaid;
  return {
    item,
    conversation: {
      id: `${item}:${place}`,
      product: productOf(item),
      fields: {},
      scope: isSaid ? 'full' : 'extract',
      turns,
    },
    labels: isViolated ? [{ item, kind: 'violated', turns: [turns.length - 1] }] : [],
  };
};

/** The sentences of the exemplars, one item each; `half` by the hash of the text, so that new files move nothing. */
export const sentences = (half?: string): (Labelled & { item: string })[] =>
  readExemplars()
    .exemplars.map(labelledOf)
    .filter(({ conversation }) => half === undefined || halfOf(conversation.turns.at(-1)?.text ?? '') === half);
