import { useEffect, useRef } from 'react';
import { Icon } from './icons.tsx';
import { type Key, useWords } from './locale/index.ts';

const rows: [string[], Key][] = [
  [['Space'], 'help.space'],
  [['J', 'K'], 'help.findings'],
  [['←', '→'], 'help.seek'],
  [[',', '.'], 'help.frame'],
  [['1', '2', '3', '4'], 'help.speed'],
  [['Y', 'N'], 'help.mark'],
  [['P', 'F', 'U'], 'help.whole'],
  [['/'], 'help.search'],
  [['+', '−', '0'], 'help.timeline'],
  [['?'], 'help.help'],
];

/** The keys of the report. Escape closes. */
export const Help = ({ open, onClose }: { open: boolean; onClose: () => void }) => {
  const { t } = useWords();
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    if (open && dialog.current?.open === false) dialog.current.showModal();
    if (!open) dialog.current?.close();
  }, [open]);
  return (
    <dialog ref={dialog} className="mj-help" aria-labelledby="mj-help-title" onClose={onClose}>
      <div className="mj-pane-head">
        <h2 id="mj-help-title">{t('help.title')}</h2>
        <button type="button" className="mj-icon-button" aria-label={t('help.close')} onClick={onClose}>
          <Icon name="close" />
        </button>
      </div>
      <dl>
        {rows.map(([keys, text]) => (
          <div key={text}>
            <dt>
              {keys.map((key) => (
                <kbd key={key}>{key}</kbd>
              ))}
            </dt>
            <dd>{t(text)}</dd>
          </div>
        ))}
      </dl>
    </dialog>
  );
};
