import type { UnusableDocument } from '@mingjian/inspection';
import { VerdictSign } from './icons.tsx';
import { wordsOf } from './locale/index.ts';
import type { Locale, TextSize } from './types.ts';
import './styles/index.css';

/** A file that could not be inspected: which file, why, and that this is no verdict. */
export const Unusable = (props: { document: UnusableDocument; locale: Locale; textSize: TextSize }) => {
  const { t } = wordsOf(props.locale);
  const { file, error } = props.document;
  return (
    <div className="mj-report mj-report-unusable" data-size={props.textSize} lang={props.locale}>
      <section className="mj-pane mj-unusable" role="alert">
        <VerdictSign verdict="undecidable" />
        <h1>{t('unusable.title')}</h1>
        {file?.name !== undefined && <p className="mj-digest">{file.name}</p>}
        <p>{error.message}</p>
        <p className="mj-muted">
          <code>{error.code}</code> · {t('unusable.what')}
        </p>
      </section>
    </div>
  );
};
