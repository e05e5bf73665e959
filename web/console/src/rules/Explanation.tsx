import type { CompiledPack } from '@mingjian/rules';
import { type ExplainNode, explainTree, nodesOf } from '@mingjian/rules/language/index.ts';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ExplanationTree } from './ExplanationTree.tsx';
import { readPasted } from './pasted-conversation.ts';

const turnsWhereTrue = (root: ExplainNode): Set<number> =>
  new Set(
    nodesOf(root)
      .filter((node) => node.truth === 'true')
      .flatMap((node) => node.at.flatMap((sighting) => sighting.turns ?? [])),
  );

/** A pasted conversation judged by one rule: the tree, and the transcript with the turns where a node was true. */
export const Explanation = ({ pack }: { pack: CompiledPack }) => {
  const { t } = useTranslation();
  const [text, setText] = useState('');
  const [chosen, setChosen] = useState('');
  const rule = pack.rules.find(({ id }) => id === chosen)?.id ?? pack.rules[0]?.id;
  const read = useMemo(() => readPasted(text), [text]);
  const explained = useMemo(
    () => ('turns' in read && rule !== undefined ? explainTree(pack, rule, read) : undefined),
    [pack, rule, read],
  );
  const lit = useMemo(
    () => (explained === undefined ? new Set<number>() : turnsWhereTrue(explained.root)),
    [explained],
  );
  return (
    <section aria-label={t('rules.explain')}>
      <label>
        {t('rules.rule')}{' '}
        <select value={rule} onChange={(event) => setChosen(event.target.value)}>
          {pack.rules.map(({ id }) => (
            <option key={id}>{id}</option>
          ))}
        </select>
      </label>
      <label className="stack">
        {t('rules.paste')}
        <textarea rows={6} value={text} onChange={(event) => setText(event.target.value)} />
      </label>
      {'problem' in read && read.problem !== 'empty' && <p role="alert">{t(`rules.paste.${read.problem}`, read)}</p>}
      {'turns' in read && (
        <ol start={0}>
          {read.turns.map((turn, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a turn is known by its place only
            <li key={index}>
              <b>{turn.role}</b> {lit.has(index) ? <mark>{turn.text}</mark> : turn.text}
            </li>
          ))}
        </ol>
      )}
      {explained !== undefined && (
        <ul>
          <ExplanationTree node={explained.root} failed={explained.failed} />
        </ul>
      )}
    </section>
  );
};
