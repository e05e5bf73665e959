import { Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { post } from '../api.ts';
import { Choices } from '../shell/Choices.tsx';

/** Sign-in, with language and text size at hand. `ended`: an earlier session ran out. */
export const LoginPage = ({ ended, onSignedIn }: { ended: boolean; onSignedIn: () => Promise<void> }) => {
  const { t } = useTranslation();
  const [message, setMessage] = useState<string>();
  const [busy, setBusy] = useState(false);

  const signIn = async (event: React.FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const missing = ['username', 'password'].find((name) => String(form.get(name) ?? '') === '');
    if (missing !== undefined) return setMessage(t('login.required', { field: t(`login.${missing}`) }));
    setBusy(true);
    const tenant = String(form.get('tenant') ?? '').trim();
    const who = {
      username: form.get('username'),
      password: form.get('password'),
      ...(tenant === '' ? {} : { tenant }),
    };
    try {
      await post('/v1/login', who);
      await onSignedIn();
    } catch (error) {
      setMessage(error instanceof Error ? error.message : String(error));
      setBusy(false);
    }
  };

  return (
    <main className="login">
      <div className="login-card">
        <h1>{t('app.name')}</h1>
        <p>{t('app.tagline')}</p>
        <form className="stack" noValidate onSubmit={(event) => void signIn(event)}>
          {ended && <div role="status">{t('login.ended')}</div>}
          {message !== undefined && (
            <div className="alert" role="alert">
              {message}
            </div>
          )}
          <label>
            {t('login.username')}
            <input name="username" autoComplete="username" required />
          </label>
          <label>
            {t('login.password')}
            <input name="password" type="password" autoComplete="current-password" required />
          </label>
          <label>
            {t('login.tenant')}
            <input name="tenant" autoComplete="organization" />
          </label>
          <Button type="primary" htmlType="submit" block disabled={busy}>
            {t('login.submit')}
          </Button>
        </form>
        <div className="login-foot">
          <Choices />
        </div>
      </div>
    </main>
  );
};
