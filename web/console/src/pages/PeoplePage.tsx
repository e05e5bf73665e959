import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { get, type Page } from '../api.ts';
import { Listing } from '../shell/Listing.tsx';
import { Loading, Nothing, Problem } from '../shell/states.tsx';

type PersonRow = {
  id: string;
  username: string;
  name: string;
  role: string;
  branch?: { name: string } | string | null;
  active?: boolean;
};
type Organisation = { id: string; name: string; parent?: string | null };

const branchName = (branch: PersonRow['branch']): string =>
  typeof branch === 'string' ? branch : (branch?.name ?? '—');

const Tree = ({ all, parent }: { all: Organisation[]; parent: string | null }) => {
  const below = all.filter((o) => (o.parent ?? null) === parent);
  if (below.length === 0) return null;
  return (
    <ul>
      {below.map((o) => (
        <li key={o.id}>
          {o.name}
          <Tree all={all} parent={o.id} />
        </li>
      ))}
    </ul>
  );
};

const Branches = () => {
  const organisations = useQuery({
    queryKey: ['organisations'],
    queryFn: () => get<Page<Organisation>>('/v1/organisations'),
  });
  if (organisations.isPending) return <Loading />;
  if (organisations.isError)
    return <Problem error={organisations.error} onRetry={() => void organisations.refetch()} />;
  if (organisations.data.items.length === 0) return <Nothing />;
  return <Tree all={organisations.data.items} parent={null} />;
};

export default function PeoplePage() {
  const { t } = useTranslation();
  return (
    <div className="page">
      <h1>{t('people.title')}</h1>
      <Listing<PersonRow>
        label={t('people.title')}
        path="/v1/people"
        queryKey={['people']}
        rowKey={(row) => row.id}
        columns={[
          { name: t('people.name'), cell: (row) => row.name },
          { name: t('login.username'), cell: (row) => row.username },
          { name: t('people.role'), cell: (row) => row.role },
          { name: t('people.branch'), cell: (row) => branchName(row.branch) },
          { name: t('jobs.state'), cell: (row) => t(row.active === false ? 'people.inactive' : 'people.active') },
        ]}
      />
      <h2>{t('people.branches')}</h2>
      <Branches />
    </div>
  );
}
