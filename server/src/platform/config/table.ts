import { isAbsolute, resolve } from 'node:path';

/** One key of the configuration: where it comes from, what it is for, and how its text is read. */
export type ConfigKey<T> = {
  env: string;
  option?: string;
  /** True for an option that takes no value. */
  flag?: boolean;
  doc: string;
  /** As the documentation shows it. */
  default: string;
  read: (text: string) => T;
  fallback: T;
};

const integer = (from: number, to: number) => (text: string) => {
  const value = Number(text);
  if (Number.isInteger(value) && value >= from && value <= to) return value;
  throw new Error(`must be a whole number from ${from} to ${to}`);
};
const yes = (text: string) => {
  if (['1', 'true', 'yes', ''].includes(text)) return true;
  if (['0', 'false', 'no'].includes(text)) return false;
  throw new Error('must be 1 or 0');
};
const path = (text: string) => (isAbsolute(text) ? text : resolve(text));
const oneOf =
  <T extends string>(...words: T[]) =>
  (text: string): T => {
    if (words.includes(text as T)) return text as T;
    throw new Error(`must be one of ${words.join(', ')}`);
  };
const postgresUrl = (text: string) => {
  if (/^postgres(ql)?:\/\//.test(text)) return text;
  throw new Error('must begin with postgresql://');
};
const list = (text: string): Role[] => text.split(',').map((word) => oneOf('all', 'api', 'jobs')(word.trim()));

export type Role = 'all' | 'api' | 'jobs';

const key = <T>(entry: ConfigKey<T>): ConfigKey<T> => entry;

/** Every key of the server. A key that is not here is refused at the start; docs/reference/config.md is made from this table. */
export const configTable = {
  port: key({
    env: 'MJ_PORT',
    option: '--port',
    doc: 'Port of the web server; 0 takes a free one.',
    default: '8080',
    read: integer(0, 65_535),
    fallback: 8080,
  }),
  dataDir: key({
    env: 'MJ_DATA',
    option: '--data',
    doc: 'Folder of everything that is kept: database, objects, keys, uploads, timelines.',
    default: './data',
    read: path,
    fallback: resolve('data'),
  }),
  databaseUrl: key<string | undefined>({
    env: 'DATABASE_URL',
    doc: 'A PostgreSQL of your own, version 15 or newer. Without it an embedded one runs inside the data folder.',
    default: 'embedded',
    read: postgresUrl,
    fallback: undefined,
  }),
  modelsDir: key<string | undefined>({
    env: 'MJ_MODELS',
    doc: 'A folder of carried model files, looked at before anything is downloaded.',
    default: '—',
    read: path,
    fallback: undefined,
  }),
  demo: key({
    env: 'MJ_DEMO',
    option: '--no-demo',
    flag: true,
    doc: 'Whether the first start makes the demo institution with its people and sessions; `--no-demo` is MJ_DEMO=0.',
    default: '1',
    read: yes,
    fallback: true,
  }),
  lan: key({
    env: 'MJ_LAN',
    option: '--lan',
    flag: true,
    doc: 'Listen on all network addresses. Otherwise only this machine reaches the server.',
    default: '0',
    read: yes,
    fallback: false,
  }),
  certFile: key<string | undefined>({
    env: 'MJ_CERT',
    option: '--cert',
    doc: 'PEM file with certificate chain and private key: serve HTTPS. Cookies are then Secure and named `__Host-`.',
    default: '—',
    read: path,
    fallback: undefined,
  }),
  behindProxy: key({
    env: 'MJ_BEHIND_PROXY',
    doc: 'A reverse proxy on this machine ends TLS: its X-Forwarded-* headers are believed, cookies are Secure.',
    default: '0',
    read: yes,
    fallback: false,
  }),
  roles: key<Role[]>({
    env: 'MJ_ROLES',
    doc: 'What this process does: `all`, or a comma list of `api` (HTTP) and `jobs` (inspections, demo, models).',
    default: 'all',
    read: list,
    fallback: ['all'],
  }),
  logLevel: key({
    env: 'MJ_LOG_LEVEL',
    doc: 'How much is logged to standard error.',
    default: 'warn',
    read: oneOf('trace', 'debug', 'info', 'warn', 'error', 'silent'),
    fallback: 'warn' as const,
  }),
  uploadLimitBytes: key({
    env: 'MJ_UPLOAD_LIMIT_BYTES',
    doc: 'Largest recording that may be uploaded. Operators with little disk lower it.',
    default: '2147483648 (2 GB)',
    read: integer(1, 2 ** 40),
    fallback: 2 ** 31,
  }),
  sessionIdleMinutes: key({
    env: 'MJ_SESSION_IDLE_MINUTES',
    doc: 'A login ends when nothing is done for so long.',
    default: '60',
    read: integer(1, 1440),
    fallback: 60,
  }),
  sessionHours: key({
    env: 'MJ_SESSION_HOURS',
    doc: 'A login ends after so many hours, used or not.',
    default: '12',
    read: integer(1, 168),
    fallback: 12,
  }),
  requestsPerMinute: key({
    env: 'MJ_REQUESTS_PER_MINUTE',
    doc: 'Requests one address may make in a minute. Raise it where a whole branch comes from one address.',
    default: '1200',
    read: integer(10, 1_000_000),
    fallback: 1200,
  }),
  inspectionsAtOnce: key({
    env: 'MJ_INSPECTIONS_AT_ONCE',
    doc: 'Inspections this process runs side by side; each takes two cores and up to 2 GB.',
    default: '1',
    read: integer(1, 64),
    fallback: 1,
  }),
};

export type Config = { [K in keyof typeof configTable]: ReturnType<(typeof configTable)[K]['read']> };

/** Names with the same beginning that other parts of the product read. */
export const foreignKeys: readonly string[] = [
  'MJ_OFFLINE',
  'MJ_FFMPEG',
  'MJ_FFPROBE',
  'MJ_TEST_DOWNLOADS',
  'MJ_CHROMIUM',
];
