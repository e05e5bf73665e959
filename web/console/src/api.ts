import type { InspectionDocument } from '@mingjian/inspection';
import type { Peaks, ReviewMark, VerdictMark } from '@mingjian/ui/report/types.ts';

/** Shapes of docs/reference/http.md that the console reads. */
export type Person = {
  id: string;
  username: string;
  name: string;
  role: string;
  tenant: string;
  branch: string | null;
};
export type Me = { person: Person; permissions: string[]; csrfToken: string };
export type SessionStatus = 'uploading' | 'queued' | 'inspecting' | 'done' | 'failed';
export type SessionRow = {
  id: string;
  title: string;
  product: string | null;
  branch: { id: string; name: string } | null;
  agentName: string | null;
  status: SessionStatus;
  verdict: 'pass' | 'fail' | 'undecidable' | null;
  durationMs: number | null;
  createdAt: string;
  findings: { violated: number; undecidable: number } | null;
  progress?: { stage: string; done: number } | null;
  error?: { code: string; message: string } | null;
};
export type Page<Row> = { items: Row[]; next?: string | null };
export type Capability = { name: string; state: 'arriving' | 'ready' | 'missing'; done?: number; reason?: string };
export type Reviews = { items: ReviewMark[]; verdict?: VerdictMark | null };
export type { InspectionDocument, Peaks };

/** What the server refused: its code, a sentence for people, the HTTP status. */
export class ApiError extends Error {
  readonly status: number;
  readonly code: string;
  constructor(status: number, code: string, message: string) {
    super(message);
    this.status = status;
    this.code = code;
  }
}

let csrfToken = '';
/** Kept from `GET /v1/me`; every unsafe request carries it. */
export const rememberCsrf = (token: string): void => {
  csrfToken = token;
};
export const csrf = (): string => csrfToken;

const idempotencyKey = (): string =>
  typeof crypto.randomUUID === 'function'
    ? crypto.randomUUID()
    : Array.from(crypto.getRandomValues(new Uint8Array(16)), (b) => b.toString(16).padStart(2, '0')).join('');

const failure = async (response: Response): Promise<ApiError> => {
  const body = (await response.json().catch(() => ({}))) as { error?: { code?: string; message?: string } };
  const message = body.error?.message ?? `HTTP ${response.status}`;
  return new ApiError(response.status, body.error?.code ?? 'http', message);
};

const unsafeHeaders = (method: string): Record<string, string> => ({
  'content-type': 'application/json',
  'x-csrf-token': csrfToken,
  ...(method === 'POST' ? { 'idempotency-key': idempotencyKey() } : {}),
});

/** One request; a refusal is thrown as ApiError. An ended session announces itself so that the shell shows the login. */
export const request = async <Body>(method: 'GET' | 'POST' | 'PATCH', path: string, body?: unknown): Promise<Body> => {
  const response = await fetch(path, {
    method,
    credentials: 'same-origin',
    ...(method === 'GET' ? {} : { headers: unsafeHeaders(method), body: JSON.stringify(body ?? {}) }),
  });
  if (response.ok) return (response.status === 204 ? undefined : await response.json()) as Body;
  if (response.status === 401 && path !== '/v1/login') window.dispatchEvent(new Event(sessionEnded));
  throw await failure(response);
};

export const sessionEnded = 'mingjian:session-ended';
export const get = <Body>(path: string): Promise<Body> => request<Body>('GET', path);
export const post = <Body>(path: string, body?: unknown): Promise<Body> => request<Body>('POST', path, body);
export const patch = <Body>(path: string, body: unknown): Promise<Body> => request<Body>('PATCH', path, body);

/** A query string of what is set. */
export const query = (values: Record<string, string | undefined>): string => {
  const set = Object.entries(values).filter((e): e is [string, string] => e[1] !== undefined && e[1] !== '');
  return set.length === 0 ? '' : `?${new URLSearchParams(set)}`;
};
