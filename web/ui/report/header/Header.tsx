import type { Capability, Finding, InspectionDocument } from '@mingjian/inspection';
import { byteSize, clockTime, dateTime } from '../format.ts';
import { VerdictSign } from '../icons.tsx';
import { useWords } from '../locale/index.ts';
import { Details } from './Details.tsx';

type HeaderProps = {
  inspection: InspectionDocument;
  findings: readonly Finding[];
  onFinding: (id: string) => void;
  actions?: React.ReactNode;
};

const isWeighty = (finding: Finding): boolean =>
  (finding.severity === 'blocking' || finding.severity === 'major') && finding.kind !== 'signal';

/** How many of the reasons stand beside the verdict. */
const shownReasons = 4;

const Reasons = ({ inspection, findings, onFinding }: HeaderProps) => {
  const { item } = useWords();
  const wanted =
    inspection.verdict === 'fail' ? 'violated' : inspection.verdict === 'undecidable' ? 'undecidable' : undefined;
  const reasons = findings.filter((f) => f.verdict === wanted && isWeighty(f));
  const names = [...new Map(reasons.map((f) => [f.item, f])).values()];
  if (names.length === 0) return null;
  return (
    <ul className="mj-reasons">
      {names.slice(0, shownReasons).map((finding) => (
        <li key={finding.id}>
          <button type="button" onClick={() => onFinding(finding.id)}>
            {item(finding.item)}
          </button>
        </li>
      ))}
      {names.length > shownReasons && <li className="mj-muted">+{names.length - shownReasons}</li>}
    </ul>
  );
};

const VerdictBlock = (props: HeaderProps) => {
  const { t } = useWords();
  const { verdict } = props.inspection;
  const weighty = props.findings.filter(isWeighty);
  const count = weighty.filter((f) => f.verdict === (verdict === 'fail' ? 'violated' : 'undecidable')).length;
  return (
    <div className={`mj-verdict mj-verdict-${verdict}`}>
      <VerdictSign verdict={verdict} />
      <div>
        <p className="mj-verdict-word">
          <span className="mj-hidden">{t('verdict.label')} </span>
          {t(`verdict.${verdict}`)}
        </p>
        <p className="mj-verdict-why">{t(`verdict.${verdict}.why`, { count })}</p>
      </div>
      <Reasons {...props} />
    </div>
  );
};

const Missing = ({ inspection }: { inspection: InspectionDocument }) => {
  const { t, lookup } = useWords();
  // A second opinion that nobody set up is not missed.
  const isOff = (c: Capability) => c.name === 'opinion.llm' && c.model === null;
  const missing = inspection.capabilities.filter((c) => !c.available && !isOff(c));
  if (missing.length === 0) return <p className="mj-capabilities mj-muted">{t('header.allAvailable')}</p>;
  return (
    <p className="mj-capabilities">
      <VerdictSign verdict="undecidable" />
      <span>
        <b>{t('header.missing', { count: missing.length })}</b>{' '}
        {missing.map((c) => (
          <span key={c.name} className="mj-chip" title={c.reason}>
            {lookup(`capability.${c.name}`, c.name)}
          </span>
        ))}
        <span className="mj-muted">{t('header.missing.why')}</span>
      </span>
    </p>
  );
};

const FileLine = ({ inspection }: { inspection: InspectionDocument }) => {
  const { t, lookup, locale } = useWords();
  const { file, product } = inspection;
  return (
    <div className="mj-file">
      <h1>{file.name}</h1>
      <p>
        {product !== undefined && <span className="mj-product">{lookup(`product.${product}`, product)}</span>}
        <span title={t('header.duration')}>{clockTime(file.durationMs)}</span>
        <span title={t('header.size')}>{byteSize(file.bytes)}</span>
        <span title={t('header.inspected')}>{dateTime(inspection.inspectedAt, locale)}</span>
      </p>
    </div>
  );
};

/** The verdict first, with what it rests on; then the file, what could not be measured, and the details on demand. */
export const Header = (props: HeaderProps) => (
  <header className="mj-header">
    <div className="mj-header-row">
      <VerdictBlock {...props} />
      <FileLine inspection={props.inspection} />
      {props.actions !== undefined && <div className="mj-actions">{props.actions}</div>}
    </div>
    <div className="mj-header-foot">
      <Missing inspection={props.inspection} />
      <Details inspection={props.inspection} />
    </div>
  </header>
);
