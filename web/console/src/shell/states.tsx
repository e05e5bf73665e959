import { Button, Empty, Result, Spin } from 'antd';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';

export const Loading = () => {
  const { t } = useTranslation();
  return (
    <div className="state" role="status">
      <Spin /> <span>{t('state.loading')}</span>
    </div>
  );
};

/** What went wrong, in the server's words, and a way to try again. */
export const Problem = ({ error, onRetry }: { error: Error; onRetry?: () => void }) => {
  const { t } = useTranslation();
  return (
    <div className="state" role="alert">
      <p>
        <b>{t('state.error')}</b> {error.message}
      </p>
      {onRetry !== undefined && <Button onClick={onRetry}>{t('state.retry')}</Button>}
    </div>
  );
};

export const Nothing = ({ text }: { text?: string }) => {
  const { t } = useTranslation();
  return <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={text ?? t('state.empty')} />;
};

const Home = () => {
  const { t } = useTranslation();
  return <Link to="/">{t('state.home')}</Link>;
};
export const NotFound = () => {
  const { t } = useTranslation();
  return <Result status="info" title={<h1 className="state-title">{t('state.notFound')}</h1>} extra={<Home />} />;
};
export const Forbidden = () => {
  const { t } = useTranslation();
  return <Result status="warning" title={<h1 className="state-title">{t('state.forbidden')}</h1>} extra={<Home />} />;
};
