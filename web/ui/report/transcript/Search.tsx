import { Icon } from '../icons.tsx';
import { useWords } from '../locale/index.ts';

type SearchProps = {
  query: string;
  onQuery: (query: string) => void;
  count: number;
  index: number;
  onIndex: (index: number) => void;
  inputRef: React.RefObject<HTMLInputElement | null>;
};

/** Looks for words in the transcript; Enter goes on, Shift+Enter goes back, Escape clears. */
export const Search = ({ query, onQuery, count, index, onIndex, inputRef }: SearchProps) => {
  const { t } = useWords();
  const go = (by: number) => count > 0 && onIndex((index + by + count) % count);
  const onKeyDown = (event: React.KeyboardEvent<HTMLInputElement>) => {
    if (event.key === 'Enter') go(event.shiftKey ? -1 : 1);
    if (event.key === 'Escape') onQuery('');
  };
  return (
    <div className="mj-search">
      <Icon name="search" />
      <input
        ref={inputRef}
        type="search"
        aria-label={t('transcript.search')}
        placeholder={t('transcript.search')}
        value={query}
        onChange={(event) => onQuery(event.target.value)}
        onKeyDown={onKeyDown}
      />
      <span className="mj-search-count" role="status">
        {query === ''
          ? ''
          : count === 0
            ? t('transcript.noMatch')
            : t('transcript.matches', { index: index + 1, count })}
      </span>
      {count > 1 && (
        <>
          <button type="button" className="mj-icon-button" aria-label={t('transcript.previous')} onClick={() => go(-1)}>
            <Icon name="up" />
          </button>
          <button type="button" className="mj-icon-button" aria-label={t('transcript.next')} onClick={() => go(1)}>
            <Icon name="down" />
          </button>
        </>
      )}
    </div>
  );
};
