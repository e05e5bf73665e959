import { Upload } from 'tus-js-client';
import { csrf, post } from './api.ts';

export type Sent = { sessionId: string };
type Order = { file: File; product: string; fields: Record<string, unknown> };

/** 8 MB at a time: a lost connection repeats at most this much. */
const chunkBytes = 8 * 2 ** 20;

/** The earlier try of the same file that was cut off (same name, size and date), kept by the browser until it succeeds. */
const earlierTry = async (upload: Upload) => (await upload.findPreviousUploads()).find((one) => one.metadata.sessionId);

const openSession = async ({ file, product, fields }: Order): Promise<string> =>
  (await post<{ id: string }>('/v1/sessions', { title: file.name, product, fields })).id;

/**
 * Opens a session and sends one file to it, or goes on with an earlier try of the same file, in its session, after a reload
 * too. `onProgress` gets 0–1. Rejects with a sentence for people.
 */
export const sendRecording = async (order: Order, onProgress: (done: number) => void): Promise<Sent> => {
  const { file } = order;
  const finished = Promise.withResolvers<void>();
  const upload = new Upload(file, {
    endpoint: '/v1/uploads',
    chunkSize: chunkBytes,
    retryDelays: [0, 1_000, 3_000, 10_000, 30_000],
    removeFingerprintOnSuccess: true,
    onProgress: (sent, all) => onProgress(all === 0 ? 0 : sent / all),
    onError: finished.reject,
    onSuccess: () => finished.resolve(),
  });
  const earlier = await earlierTry(upload);
  const sessionId = earlier?.metadata.sessionId ?? (await openSession(order));
  if (earlier !== undefined) upload.resumeFromPreviousUpload(earlier);
  upload.options.metadata = { sessionId, filename: file.name };
  upload.options.headers = { 'x-csrf-token': csrf(), 'idempotency-key': sessionId };
  upload.start();
  await finished.promise;
  return { sessionId };
};
