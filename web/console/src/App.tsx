import { useQuery, useQueryClient } from '@tanstack/react-query';
import { ConfigProvider } from 'antd';
import { lazy, Suspense, useEffect, useState } from 'react';
import { Navigate, Route, Routes } from 'react-router';
import { ApiError, get, type Me, rememberCsrf, sessionEnded } from './api.ts';
import { LoginPage } from './pages/LoginPage.tsx';
import { usePreferences } from './preferences.ts';
import { MeContext } from './shell/me.ts';
import { Shell } from './shell/Shell.tsx';
import { Forbidden, Loading, NotFound, Problem } from './shell/states.tsx';
import { themeOf } from './theme.ts';
import { useServerEvents } from './useServerEvents.ts';

const SessionsPage = lazy(() => import('./pages/SessionsPage.tsx'));
const UploadPage = lazy(() => import('./pages/UploadPage.tsx'));
const ReportPage = lazy(() => import('./pages/ReportPage.tsx'));
const RulebooksPage = lazy(() => import('./pages/RulebooksPage.tsx'));
const PeoplePage = lazy(() => import('./pages/PeoplePage.tsx'));
const AuditPage = lazy(() => import('./pages/AuditPage.tsx'));
const JobsPage = lazy(() => import('./pages/JobsPage.tsx'));
const RulesPage = lazy(() => import('./rules/RulesPage.tsx'));
const SettingsPage = lazy(() => import('./pages/SettingsPage.tsx'));

/** Shows a page only to a role that may see it; the server refuses the data in any case. */
const Only = ({ me, may, children }: { me: Me; may: string; children: React.ReactNode }) =>
  me.permissions.includes(may) ? children : <Forbidden />;

const Pages = ({ me }: { me: Me }) => {
  useServerEvents();
  return (
    <MeContext.Provider value={me}>
      <Shell>
        <Suspense fallback={<Loading />}>
          <Routes>
            <Route path="/" element={<Navigate to="/sessions" replace />} />
            <Route
              path="/sessions"
              element={
                <Only me={me} may="sessions.read">
                  <SessionsPage />
                </Only>
              }
            />
            <Route
              path="/sessions/:id"
              element={
                <Only me={me} may="sessions.read">
                  <ReportPage />
                </Only>
              }
            />
            <Route
              path="/upload"
              element={
                <Only me={me} may="recordings.upload">
                  <UploadPage />
                </Only>
              }
            />
            <Route
              path="/rulebooks"
              element={
                <Only me={me} may="rulebooks.read">
                  <RulebooksPage />
                </Only>
              }
            />
            <Route
              path="/people"
              element={
                <Only me={me} may="people.read">
                  <PeoplePage />
                </Only>
              }
            />
            <Route
              path="/audit"
              element={
                <Only me={me} may="audit.read">
                  <AuditPage />
                </Only>
              }
            />
            <Route
              path="/jobs"
              element={
                <Only me={me} may="jobs.read">
                  <JobsPage />
                </Only>
              }
            />
            <Route
              path="/rules"
              element={
                <Only me={me} may="rulebooks.read">
                  <RulesPage />
                </Only>
              }
            />
            <Route path="/settings" element={<SettingsPage />} />
            <Route path="*" element={<NotFound />} />
          </Routes>
        </Suspense>
      </Shell>
    </MeContext.Provider>
  );
};

const SignedInOrNot = () => {
  const client = useQueryClient();
  const [ended, setEnded] = useState(false);
  const me = useQuery({
    queryKey: ['me'],
    queryFn: async () => {
      const answer = await get<Me>('/v1/me');
      rememberCsrf(answer.csrfToken);
      return answer;
    },
  });
  const signedIn = me.data !== undefined;
  useEffect(() => {
    const onEnd = () => signedIn && setEnded(true);
    window.addEventListener(sessionEnded, onEnd);
    return () => window.removeEventListener(sessionEnded, onEnd);
  }, [signedIn]);
  if (me.isPending) return <Loading />;
  const unknown = me.error instanceof ApiError && me.error.status === 401;
  if (me.isError && !unknown) return <Problem error={me.error} onRetry={() => void me.refetch()} />;
  if (unknown || ended || me.data === undefined) {
    const onSignedIn = async () => {
      await client.resetQueries();
      setEnded(false);
    };
    return <LoginPage ended={ended} onSignedIn={onSignedIn} />;
  }
  return <Pages me={me.data} />;
};

/** The staff console. */
export const App = () => {
  const { locale, size } = usePreferences();
  useEffect(() => {
    document.documentElement.lang = locale;
    document.documentElement.dataset.size = size;
  }, [locale, size]);
  return (
    <ConfigProvider theme={themeOf(size)} button={{ autoInsertSpace: false }}>
      <SignedInOrNot />
    </ConfigProvider>
  );
};
