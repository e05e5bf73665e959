import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { post } from '../api.ts';
import type { Branch } from './PeoplePage.tsx';

const roles = ['agent', 'reviewer', 'supervisor', 'compliance', 'auditor', 'admin'];

/** Opens an account. The server refuses weak passwords, taken names and branches outside one's own. */
export const NewPerson = ({ branches }: { branches: Branch[] }) => {
  const { t } = useTranslation();
  const client = useQueryClient();
  const create = useMutation({
    mutationFn: (form: FormData) => post('/v1/people', Object.fromEntries(form)),
    onSuccess: () => client.invalidateQueries({ queryKey: ['people'] }),
  });
  const submit = (event: React.FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = event.currentTarget;
    create.mutate(new FormData(form), { onSuccess: () => form.reset() });
  };
  return (
    <>
      <h2>{t('people.new')}</h2>
      <form className="sheet stack" onSubmit={submit}>
        <label>
          {t('people.name')}
          <input name="name" required maxLength={100} />
        </label>
        <label>
          {t('login.username')}
          <input name="username" required maxLength={100} autoComplete="off" />
        </label>
        <label>
          {t('login.password')}
          <input name="password" type="password" required maxLength={200} autoComplete="new-password" />
        </label>
        <label>
          {t('people.role')}
          <select name="role">
            {roles.map((role) => (
              <option key={role} value={role}>
                {t(`person.${role}`)}
              </option>
            ))}
          </select>
        </label>
        <label>
          {t('people.branch')}
          <select name="branchId">
            {branches.map((branch) => (
              <option key={branch.id} value={branch.id}>
                {branch.name}
              </option>
            ))}
          </select>
        </label>
        {create.isError && (
          <div className="alert" role="alert">
            {create.error.message}
          </div>
        )}
        <div>
          <Button type="primary" htmlType="submit" loading={create.isPending}>
            {t('people.save')}
          </Button>
        </div>
      </form>
    </>
  );
};
