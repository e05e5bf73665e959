import { wordsOf } from '@mingjian/ui/report/locale/index.ts';
import { useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { get, type SessionRow } from '../api.ts';
import { usePreferences } from '../preferences.ts';
import { commonFields, type FieldKind, filledFields, products } from '../products.ts';
import { StatusWord, VerdictWord } from '../shell/words.tsx';
import { sendRecording } from '../upload.ts';

type Item = { key: string; name: string; done: number; sessionId?: string; failure?: string };

const Field = ({ field }: { field: FieldKind }) => {
  const { t } = useTranslation();
  return (
    // biome-ignore lint/a11y/noLabelWithoutControl: one of two controls stands inside
    <label>
      {t(`field.${field.name}`)}
      {field.kind === 'number' ? (
        <input name={field.name} type="number" min={0} />
      ) : (
        <select name={field.name} defaultValue="">
          <option value="">—</option>
          {field.choices?.map((choice) => (
            <option key={choice}>{choice}</option>
          ))}
        </select>
      )}
    </label>
  );
};

/** An uploaded session's stages; the server's events have it read again. */
const Stages = ({ id }: { id: string }) => {
  const { t } = useTranslation();
  const { data } = useQuery({ queryKey: ['session', id], queryFn: () => get<SessionRow>(`/v1/sessions/${id}`) });
  if (data === undefined) return <span>{t('upload.done')}</span>;
  return (
    <span>
      <StatusWord status={data.status} progress={data.progress ?? null} /> <VerdictWord verdict={data.verdict} />{' '}
      <Link to={`/sessions/${encodeURIComponent(id)}`}>{t('upload.open')}</Link>
    </span>
  );
};

const Progress = ({ item }: { item: Item }) => {
  const { t } = useTranslation();
  return (
    <li>
      <b>{item.name}</b>{' '}
      {item.failure !== undefined ? (
        <span className="word word-failed" role="alert">
          {t('upload.failed', { reason: item.failure })}
        </span>
      ) : item.sessionId !== undefined ? (
        <Stages id={item.sessionId} />
      ) : (
        <>
          <progress max={1} value={item.done} aria-label={t('upload.progress', { name: item.name })} />{' '}
          {Math.round(item.done * 100)}%
        </>
      )}
    </li>
  );
};

export default function UploadPage() {
  const { t } = useTranslation();
  const { lookup } = wordsOf(usePreferences().locale);
  const [items, setItems] = useState<Item[]>([]);
  const [message, setMessage] = useState<string>();
  const change = (key: string, part: Partial<Item>) =>
    setItems((all) => all.map((item) => (item.key === key ? { ...item, ...part } : item)));

  const start = async (event: React.FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const files = form.getAll('files').filter((f): f is File => f instanceof File && f.size > 0);
    setMessage(files.length === 0 ? t('upload.choose') : undefined);
    const order = { product: String(form.get('product')), fields: filledFields(form) };
    const added = files.map((file) => ({ file, key: `${Date.now()}/${file.name}` }));
    setItems((all) => [...added.map(({ file, key }) => ({ key, name: file.name, done: 0 })), ...all]);
    for (const { file, key } of added) {
      await sendRecording({ file, ...order }, (done) => change(key, { done })).then(
        ({ sessionId }) => change(key, { sessionId }),
        (error: unknown) => change(key, { failure: error instanceof Error ? error.message : String(error) }),
      );
    }
  };

  return (
    <div className="page">
      <h1>{t('upload.title')}</h1>
      <form className="sheet stack" onSubmit={(event) => void start(event)}>
        <label>
          {t('upload.files')}
          <input
            name="files"
            type="file"
            multiple
            accept="video/*,audio/*,.mkv,.flv,.wmv,.amr"
            aria-describedby="upload-hint"
          />
        </label>
        <span id="upload-hint" className="muted">
          {t('upload.hint')}
        </span>
        <label>
          {t('upload.product')}
          <select name="product" defaultValue="bank">
            {products.map((product) => (
              <option key={product} value={product}>
                {lookup(`product.${product}`, product)}
              </option>
            ))}
          </select>
        </label>
        <fieldset className="fields">
          <legend>
            {t('upload.fields')} <span className="muted">{t('upload.fields.why')}</span>
          </legend>
          {commonFields.map((field) => (
            <Field key={field.name} field={field} />
          ))}
        </fieldset>
        {message !== undefined && (
          <div className="alert" role="alert">
            {message}
          </div>
        )}
        <div>
          <Button type="primary" htmlType="submit">
            {t('upload.start')}
          </Button>
        </div>
      </form>
      {items.length > 0 && (
        <ul className="stack" aria-live="polite">
          {items.map((item) => (
            <Progress key={item.key} item={item} />
          ))}
        </ul>
      )}
    </div>
  );
}
