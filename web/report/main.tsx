import { type Locale, type MediaSource, Report, type TextSize, Unusable, wordsOf } from '@mingjian/ui/report/index.ts';
import { StrictMode, useMemo, useState } from 'react';
import { createRoot } from 'react-dom/client';
import { dataId, mediaId, type ReportData } from './data.ts';
import './page.css';

const text = (id: string): string => document.getElementById(id)?.textContent ?? '';

/** Media as a blob: unlike a data address it can be sought in and is not parsed again on every request. */
const blobUrl = (index: number, mime: string): string => {
  const raw = atob(text(mediaId(index)).replace(/\s/g, ''));
  const bytes = new Uint8Array(raw.length);
  for (let i = 0; i < raw.length; i++) bytes[i] = raw.charCodeAt(i);
  return URL.createObjectURL(new Blob([bytes], { type: mime }));
};

const sourceOf = (media: ReportData['media']): MediaSource => {
  if (media.kind === 'embedded') return { kind: 'url', url: blobUrl(0, media.mime) };
  if (media.kind === 'none') return media;
  return { ...media, clips: media.clips.map((clip, index) => ({ ...clip, url: blobUrl(index, clip.mime) })) };
};

const sizes: TextSize[] = ['compact', 'standard', 'large'];

type ToolbarProps = { locale: Locale; onLocale: (l: Locale) => void; size: TextSize; onSize: (s: TextSize) => void };
const Toolbar = ({ locale, onLocale, size, onSize }: ToolbarProps) => {
  const { t } = wordsOf(locale);
  return (
    <>
      <select
        className="mj-select"
        aria-label={t('toolbar.textSize')}
        value={size}
        onChange={(event) => onSize(event.target.value as TextSize)}
      >
        {sizes.map((name) => (
          <option key={name} value={name}>
            {t(`size.${name}`)}
          </option>
        ))}
      </select>
      <button type="button" className="mj-button" onClick={() => onLocale(locale === 'zh-CN' ? 'en-US' : 'zh-CN')}>
        {locale === 'zh-CN' ? 'English' : '中文'}
      </button>
      <button type="button" className="mj-button" onClick={() => window.print()}>
        {t('report.print')}
      </button>
    </>
  );
};

const Page = ({ data }: { data: ReportData }) => {
  const [locale, setLocale] = useState<Locale>('zh-CN');
  const [size, setSize] = useState<TextSize>('standard');
  const media = useMemo(() => sourceOf(data.media), [data]);
  const frames = useMemo(
    () => new Map(data.frames.map((f) => [f.findingId, `data:image/jpeg;base64,${f.jpegBase64}`])),
    [data],
  );
  document.documentElement.lang = locale;
  const { inspection } = data;
  if ('error' in inspection) return <Unusable document={inspection} locale={locale} textSize={size} />;
  return (
    <Report
      inspection={inspection}
      media={media}
      locale={locale}
      textSize={size}
      frameUrl={(finding) => frames.get(finding.id)}
      {...(data.peaks === undefined ? {} : { peaks: data.peaks })}
      actions={<Toolbar locale={locale} onLocale={setLocale} size={size} onSize={setSize} />}
    />
  );
};

const data = JSON.parse(text(dataId)) as ReportData;
const root = document.getElementById('root');
if (root !== null) {
  const name = data.inspection.file?.name;
  if (name !== undefined) document.title = `${name} · 明鉴检查报告`;
  createRoot(root).render(
    <StrictMode>
      <main>
        <Page data={data} />
      </main>
    </StrictMode>,
  );
}
