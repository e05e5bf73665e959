import { readCorpus } from '@mingjian/corpus';
import { rolesByWords } from '@mingjian/perception/roles-by-words.ts';
import type { Role } from '@mingjian/timeline';

/** Who of two voices is the staff, by words alone: how often it is decided on the corpus, and how often wrongly. */
const counts = { right: 0, wrong: 0, undecided: 0 };
for (const { conversation } of readCorpus().records) {
  const saidBy = (role: Role): string[] =>
    conversation.turns.filter((turn) => turn.role === role).map((turn) => turn.text);
  const { A } = rolesByWords({ A: saidBy('agent'), B: saidBy('customer') });
  counts[A === 'agent' ? 'right' : A === 'customer' ? 'wrong' : 'undecided'] += 1;
}
console.log('roles by words, one vote a conversation:', counts);
