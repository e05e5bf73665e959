import { Upload } from 'tus-js-client';
import { csrf, post } from './api.ts';

export type Sent = { sessionId: string };
type Order = { file: File; product: string; fields: Record<string, unknown> };

/** 8 MB at a time: a lost connection repeats at most this much. */
const chunkBytes = 8 * 2 ** 20;

/**
 * Opens a session and sends one file to it, resuming an earlier try of the same file where there is one.
 * `onProgress` gets 0–1. Rejects with a sentence for people.
 */
export const sendRecording = async (order: Order, onProgress: (done: number) => void): Promise<Sent> => {
  const { file, product, fields } = order;
  const session = await post<{ id: string; uploadUrl?: string }>('/v1/sessions', { title: file.name, product, fields });
  await new Promise<void>((resolve, reject) => {
    const upload = new Upload(file, {
      endpoint: '/v1/uploads',
      chunkSize: chunkBytes,
      retryDelays: [0, 1_000, 3_000, 10_000, 30_000],
      metadata: { sessionId: session.id, filename: file.name },
      headers: { 'x-csrf-token': csrf(), 'idempotency-key': session.id },
      removeFingerprintOnSuccess: true,
      onProgress: (sent, all) => onProgress(all === 0 ? 0 : sent / all),
      onError: (error) => reject(error),
      onSuccess: () => resolve(),
    });
    upload.start();
  });
  return { sessionId: session.id };
};
