import { useTranslation } from 'react-i18next';
import { Choices } from '../shell/Choices.tsx';

export default function SettingsPage() {
  const { t } = useTranslation();
  return (
    <div className="page">
      <h1>{t('nav.settings')}</h1>
      <div className="sheet">
        <Choices />
      </div>
    </div>
  );
}
