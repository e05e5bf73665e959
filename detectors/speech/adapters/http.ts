import type { Word } from '@mingjian/timeline';
import { spread } from './characters.ts';
import type { Recognised, Recogniser } from './recogniser.ts';
import { wavOf } from './wav.ts';

export type HttpRecogniserOptions = {
  /** The whole address, `https://host/v1/audio/transcriptions`. Set by the operator, never by a request. */
  url: string;
  /** Sent as `Authorization: Bearer …` when given. */
  apiKey?: string;
  /** As the service names it; stands in every fact. */
  model: string;
  /** For one stretch of at most 12 s; default 10,000. */
  deadlineMs?: number;
};

const longestAnswerBytes = 1_000_000;

/** An OpenAI-compatible endpoint: multipart upload of a WAV, `verbose_json` with word times back. */
export const httpRecogniser = (options: HttpRecogniserOptions): Recogniser => {
  const { origin } = new URL(options.url);
  const name = `http ${origin}`;
  return {
    name,
    detector: `speech/http:${options.model}`,
    capability: () => ({ name: 'speech.transcribe', available: true, model: options.model }),
    recognise: async (samples, { signal, prompt }) => {
      const deadlineMs = options.deadlineMs ?? 10000;
      const deadline = AbortSignal.timeout(deadlineMs);
      const headers: Record<string, string> =
        options.apiKey === undefined ? {} : { authorization: `Bearer ${options.apiKey}` };
      const body = formOf(samples, { model: options.model, prompt });
      try {
        const answer = await fetch(options.url, {
          method: 'POST',
          headers,
          body,
          redirect: 'error',
          signal: AbortSignal.any([signal, deadline]),
        });
        const text = await readLimited(answer);
        if (!answer.ok) throw new Error(`it answered ${answer.status}${hint(answer.status)}: ${text.slice(0, 200)}`);
        return verboseJson(JSON.parse(text));
      } catch (error) {
        signal.throwIfAborted();
        const what = deadline.aborted ? `no answer within ${deadlineMs} ms` : wordsOf(error);
        throw new Error(`recogniser ${name}: ${what}`);
      }
    },
  };
};

const hint = (status: number): string =>
  status === 401 || status === 403 ? ' (check the key)' : status === 404 ? ' (check the address and the model)' : '';
const wordsOf = (error: unknown): string => {
  const { message, cause } = error as { message?: string; cause?: { message?: string } };
  return [message, cause?.message].filter((part) => part !== undefined && part !== '').join(': ');
};

const formOf = (samples: Float32Array, { model, prompt }: { model: string; prompt?: string | undefined }): FormData => {
  const form = new FormData();
  form.set('file', new Blob([wavOf(samples)], { type: 'audio/wav' }), 'speech.wav');
  form.set('model', model);
  form.set('language', 'zh');
  form.set('response_format', 'verbose_json');
  form.set('temperature', '0');
  form.append('timestamp_granularities[]', 'word');
  form.append('timestamp_granularities[]', 'segment');
  if (prompt !== undefined) form.set('prompt', prompt);
  return form;
};

const readLimited = async (answer: Response): Promise<string> => {
  const parts: Uint8Array[] = [];
  let bytes = 0;
  for await (const part of answer.body ?? []) {
    bytes += part.length;
    if (bytes > longestAnswerBytes) throw new Error(`its answer is longer than ${longestAnswerBytes} bytes`);
    parts.push(part);
  }
  return Buffer.concat(parts).toString('utf8');
};

type Segment = { avg_logprob?: unknown; no_speech_prob?: unknown };
const meanOf = (segments: readonly Segment[], key: keyof Segment): number | undefined => {
  const values = segments.map((segment) => segment[key]).filter((value) => typeof value === 'number');
  return values.length === 0 ? undefined : values.reduce((a, b) => a + b, 0) / values.length;
};
const languages: Record<string, string> = { chinese: 'zh', mandarin: 'zh', cantonese: 'yue', english: 'en' };

/** `verbose_json` as our answer: seconds become ms, words of several characters share their time. @throws Error when it is something else. */
export const verboseJson = (answer: unknown): Recognised => {
  const { text, language, segments, words } = (answer ?? {}) as Record<string, unknown>;
  if (typeof text !== 'string') throw new Error('its answer is not verbose_json: there is no text');
  const parts = Array.isArray(segments) ? (segments as Segment[]) : [];
  const [meanLogProb, noSpeech] = [meanOf(parts, 'avg_logprob'), meanOf(parts, 'no_speech_prob')];
  return {
    text,
    ...(typeof language === 'string' ? { language: languages[language.toLowerCase()] ?? language.toLowerCase() } : {}),
    ...(meanLogProb === undefined ? {} : { meanLogProb }),
    ...(noSpeech === undefined ? {} : { noSpeech }),
    words: (Array.isArray(words) ? words : []).flatMap(charactersOf),
  };
};

const charactersOf = (word: unknown): Word[] => {
  const { word: text, start, end } = (word ?? {}) as Record<string, unknown>;
  if (typeof text !== 'string' || typeof start !== 'number' || typeof end !== 'number') return [];
  return spread(text, start * 1000, end * 1000);
};
