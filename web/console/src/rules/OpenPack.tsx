import { type PackTestResult, testPack } from '@mingjian/rules';
import { Button } from 'antd';
import { useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { keepDraft, savedDraft } from './draft.ts';
import { Explanation } from './Explanation.tsx';
import { useLanguage } from './language.ts';
import { type EditorHandle, SourceEditor } from './SourceEditor.tsx';
import { compileDraft, resolverOf, type ShippedSource } from './shipped-source.ts';
import { TestResults } from './TestResults.tsx';

const download = (name: string, source: string): void => {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob([source], { type: 'application/yaml' }));
  link.download = `${name}.yaml`;
  link.click();
  URL.revokeObjectURL(link.href);
};

/** One pack open for writing: editor, tests, explanation. Everything happens in the browser. */
export default function OpenPack({ shipped }: { shipped: ShippedSource }) {
  const { t } = useTranslation();
  const locale = useLanguage();
  const { name } = shipped;
  const editor = useRef<EditorHandle>(null);
  const [source, setSource] = useState(() => savedDraft(name) ?? shipped.source);
  const [kept, setKept] = useState(true);
  const [results, setResults] = useState<PackTestResult[]>();
  const resolve = useMemo(() => resolverOf(shipped), [shipped]);
  const compiled = useMemo(() => compileDraft(name, source, resolve), [name, source, resolve]);
  const onChange = (text: string) => {
    setSource(text);
    setResults(undefined);
    setKept(keepDraft(name, text, shipped.source));
  };
  const correct = (word: string) => t('rules.correct', { word });
  const options = { name, locale, label: t('rules.source', { name }), resolve, onChange, correct };
  return (
    <div className="stack">
      <p className="muted">{t('rules.notSaved')}</p>
      <p className="muted">{t('rules.leave')}</p>
      {!kept && <p role="alert">{t('rules.noStorage')}</p>}
      <SourceEditor key={locale} ref={editor} initial={source} options={options} />
      <div>
        <Button disabled={!compiled.ok} onClick={() => compiled.ok && setResults(testPack(compiled.pack))}>
          {t('rules.run')}
        </Button>{' '}
        <Button onClick={() => download(name, source)}>{t('rules.download')}</Button>{' '}
        <Button disabled={source === shipped.source} onClick={() => editor.current?.replace(shipped.source)}>
          {t('rules.restore')}
        </Button>
      </div>
      {!compiled.ok && <p role="status">{t('rules.broken', { count: compiled.errors.length })}</p>}
      {results !== undefined && <TestResults results={results} onJump={(line) => editor.current?.jumpTo(line)} />}
      {compiled.ok && <Explanation pack={compiled.pack} />}
    </div>
  );
}
