import type { InspectionDocument } from '@mingjian/inspection';
import { memo, useMemo } from 'react';
import { clockTime } from '../format.ts';
import { Icon } from '../icons.tsx';
import { useWords } from '../locale/index.ts';
import { openOpinions, type ShownOpinion } from '../opinions.ts';

type OpinionsProps = { inspection: InspectionDocument; onSeek: (ms: number) => void };

const Place = ({ opinion, onSeek }: { opinion: ShownOpinion; onSeek: OpinionsProps['onSeek'] }) => {
  const { t, item, lookup } = useWords();
  const { fromMs, said } = opinion;
  return (
    <li className="mj-place">
      <span className="mj-item">{item(opinion.item)}</span>
      {opinion.score < 1 && <span className="mj-muted">{t('opinion.unsure')}</span>}
      {fromMs !== undefined && (
        <button
          type="button"
          className="mj-seek"
          title={t('evidence.seek', { time: clockTime(fromMs) })}
          onClick={() => onSeek(fromMs)}
        >
          <Icon name="play" solid /> {clockTime(said.startMs ?? 0)}
        </button>
      )}
      <span className={`mj-role mj-role-${said.role}`}>{lookup(`role.${said.role}`, said.role)}</span>
      <q className="mj-heard">{opinion.quote}</q>
    </li>
  );
};

/** 复核建议: where a language model would look again. A hint beside the findings, never one of them. */
export const Opinions = memo(({ inspection, onSeek }: OpinionsProps) => {
  const { t } = useWords();
  const open = useMemo(() => openOpinions(inspection), [inspection]);
  if (open.length === 0) return null;
  return (
    <section className="mj-opinions" aria-labelledby="mj-opinions-title">
      <h3 id="mj-opinions-title">{t('opinion.title')}</h3>
      <p className="mj-muted">{t('opinion.note', { model: open[0]?.model ?? '' })}</p>
      <ul className="mj-places">
        {open.map((opinion) => (
          <Place key={`${opinion.item}-${opinion.turn}-${opinion.quote}`} opinion={opinion} onSeek={onSeek} />
        ))}
      </ul>
    </section>
  );
});
Opinions.displayName = 'Opinions';
