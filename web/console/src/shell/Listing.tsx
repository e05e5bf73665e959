import { useInfiniteQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { get, type Page } from '../api.ts';
import { type Column, DataTable } from './DataTable.tsx';
import { Loading, Nothing, Problem } from './states.tsx';

type ListingProps<Row> = {
  label: string;
  /** Route with its query, without `after`. */
  path: string;
  queryKey: readonly unknown[];
  columns: Column<Row>[];
  rowKey: (row: Row) => string;
  emptyText?: string;
};

/** A list of the server, page by page, with its loading, empty and error states. */
export const Listing = <Row,>(props: ListingProps<Row>) => {
  const { t } = useTranslation();
  const joint = props.path.includes('?') ? '&' : '?';
  const list = useInfiniteQuery({
    queryKey: props.queryKey,
    initialPageParam: '',
    queryFn: ({ pageParam }) =>
      get<Page<Row>>(pageParam === '' ? props.path : `${props.path}${joint}after=${encodeURIComponent(pageParam)}`),
    getNextPageParam: (last) => last.next ?? undefined,
  });
  if (list.isPending) return <Loading />;
  if (list.isError) return <Problem error={list.error} onRetry={() => void list.refetch()} />;
  const rows = list.data.pages.flatMap((page) => page.items);
  if (rows.length === 0) return <Nothing {...(props.emptyText === undefined ? {} : { text: props.emptyText })} />;
  return (
    <div className="stack">
      <DataTable label={props.label} columns={props.columns} rows={rows} rowKey={props.rowKey} />
      {list.hasNextPage && (
        <Button loading={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
          {t('state.more')}
        </Button>
      )}
    </div>
  );
};
