import type { PackTestResult } from '@mingjian/rules';
import { Button } from 'antd';
import { useTranslation } from 'react-i18next';

/** One line per test of the pack: passed or not, what was lacking or not expected, a way to its line. */
export const TestResults = (props: { results: PackTestResult[]; onJump: (line: number) => void }) => {
  const { t } = useTranslation();
  return (
    <ul className="rule-results" aria-label={t('rules.results')}>
      {props.results.map(({ name, line, ok, lacking, unexpected }) => (
        <li key={`${line} ${name}`}>
          <span aria-hidden="true">{ok ? '✓' : '✗'}</span> <b>{t(ok ? 'rules.passed' : 'rules.notPassed')}</b> {name}{' '}
          {lacking.length > 0 && `${t('rules.lacking')} ${lacking.join(', ')} `}
          {unexpected.length > 0 && `${t('rules.unexpected')} ${unexpected.join(', ')} `}
          <Button size="small" type="link" onClick={() => props.onJump(line)}>
            {t('rules.line', { line })}
          </Button>
        </li>
      ))}
    </ul>
  );
};
