import type { ExplainNode, NodeTruth } from '@mingjian/rules/language/index.ts';
import { useTranslation } from 'react-i18next';
import { useLanguage } from './language.ts';

const signs: Record<NodeTruth, string> = { true: '✓', false: '✗', unknown: '?' };

/** One node and its parts: a sign and a word for its truth, the node on which the outcome turned, what came nearest. */
export const ExplanationTree = ({ node, failed }: { node: ExplainNode; failed: string | undefined }) => {
  const { t } = useTranslation();
  const language = useLanguage();
  return (
    <li data-truth={node.truth}>
      <span aria-hidden="true">{signs[node.truth]}</span> <b>{t(`rules.truth.${node.truth}`)}</b> {node.title[language]}{' '}
      <code>{node.text}</code>
      {node.id === failed && <strong> ◀ {t('rules.failed')}</strong>}
      {node.reason !== undefined && <p className="muted">{node.reason}</p>}
      {node.nearest !== undefined && (
        <p className="muted">
          {t('rules.nearest')} {node.nearest.why[language]}
        </p>
      )}
      {node.children.length > 0 && (
        <ul>
          {node.children.map((child) => (
            <ExplanationTree key={child.id} node={child} failed={failed} />
          ))}
        </ul>
      )}
    </li>
  );
};
