import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { NavLink } from 'react-router';
import { post } from '../api.ts';
import { Capabilities } from './Capabilities.tsx';
import { useMe } from './me.ts';

const pages: { path: string; name: string; may?: string }[] = [
  { path: '/sessions', name: 'nav.sessions', may: 'sessions.read' },
  { path: '/upload', name: 'nav.upload', may: 'recordings.upload' },
  { path: '/rulebooks', name: 'nav.rulebooks', may: 'rulebooks.read' },
  { path: '/rules', name: 'nav.rules', may: 'rulebooks.read' },
  { path: '/people', name: 'nav.people', may: 'people.read' },
  { path: '/audit', name: 'nav.audit', may: 'audit.read' },
  { path: '/jobs', name: 'nav.jobs', may: 'jobs.read' },
  { path: '/settings', name: 'nav.settings' },
];

const signOut = async () => {
  await post('/v1/logout').catch(() => undefined);
  window.location.assign('/');
};

/** Name, navigation by role, who is signed in; the page below. */
export const Shell = ({ children }: { children: React.ReactNode }) => {
  const { t } = useTranslation();
  const me = useMe();
  const mine = pages.filter((page) => page.may === undefined || me.permissions.includes(page.may));
  return (
    <div className="shell">
      <a className="skip" href="#content">
        {t('app.skip')}
      </a>
      <header className="top">
        <span className="brand">{t('app.name')}</span>
        <nav aria-label={t('nav.label')}>
          {mine.map((page) => (
            <NavLink key={page.path} to={page.path}>
              {t(page.name)}
            </NavLink>
          ))}
        </nav>
        <span className="who">{me.person.name}</span>
        <Button size="small" onClick={() => void signOut()}>
          {t('logout')}
        </Button>
      </header>
      <Capabilities />
      <main id="content" tabIndex={-1}>
        {children}
      </main>
    </div>
  );
};
