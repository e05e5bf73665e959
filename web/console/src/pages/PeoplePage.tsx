import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { get, type Page, patch } from '../api.ts';
import { Listing } from '../shell/Listing.tsx';
import { useMay } from '../shell/me.ts';
import { Loading, Nothing, Problem } from '../shell/states.tsx';
import { NewPerson } from './NewPerson.tsx';

type PersonRow = {
  id: string;
  username: string;
  name: string;
  role: string;
  branch: { id: string; name: string } | null;
  isActive: boolean;
};
export type Branch = { id: string; name: string; parentId: string | null };

const Tree = ({ all, of }: { all: Branch[]; of: Branch[] }) => (
  <ul>
    {of.map((branch) => {
      const below = all.filter((other) => other.parentId === branch.id);
      return (
        <li key={branch.id}>
          {branch.name}
          {below.length > 0 && <Tree all={all} of={below} />}
        </li>
      );
    })}
  </ul>
);

/** The top of what this person may see; its own parent may lie outside. */
const topOf = (all: Branch[]): Branch[] => all.filter((b) => !all.some((other) => other.id === b.parentId));

const Activity = ({ person }: { person: PersonRow }) => {
  const { t } = useTranslation();
  const client = useQueryClient();
  const change = useMutation({
    mutationFn: () => patch(`/v1/people/${person.id}`, { isActive: !person.isActive }),
    onSuccess: () => client.invalidateQueries({ queryKey: ['people'] }),
  });
  return (
    <>
      <Button size="small" loading={change.isPending} onClick={() => change.mutate()}>
        {t(person.isActive ? 'people.deactivate' : 'people.activate')}
      </Button>
      {change.isError && <span role="alert"> {change.error.message}</span>}
    </>
  );
};

export default function PeoplePage() {
  const { t } = useTranslation();
  const mayWrite = useMay('people.write');
  const branches = useQuery({ queryKey: ['organisations'], queryFn: () => get<Page<Branch>>('/v1/organisations') });
  const all = branches.data?.items ?? [];
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
          { name: t('people.role'), cell: (row) => t(`person.${row.role}`, row.role) },
          { name: t('people.branch'), cell: (row) => row.branch?.name ?? '—' },
          { name: t('jobs.state'), cell: (row) => t(row.isActive ? 'people.active' : 'people.inactive') },
          ...(mayWrite ? [{ name: t('people.change'), cell: (row: PersonRow) => <Activity person={row} /> }] : []),
        ]}
      />
      {mayWrite && all.length > 0 && <NewPerson branches={all} />}
      <h2>{t('people.branches')}</h2>
      {branches.isPending && <Loading />}
      {branches.isError && <Problem error={branches.error} onRetry={() => void branches.refetch()} />}
      {branches.data !== undefined && (all.length === 0 ? <Nothing /> : <Tree all={all} of={topOf(all)} />)}
    </div>
  );
}
