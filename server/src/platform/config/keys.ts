/** Every setting of the server: one row each; docs/reference/config.md is made of this table. */
export type Key<Value> = {
  /** In the environment. */
  env: string;
  /** On the command line, when it can stand there. */
  option?: string;
  /** An option without a value; it sets this text. */
  flag?: string;
  doc: string;
  default: Value;
  /** The value of a text. @throws Error with what is expected. */
  read(text: string): Value;
};

const whole = (min: number, max: number) => (text: string) => {
  const value = Number(text);
  if (!/^\d+$/.test(text) || value < min || value > max) throw new Error(`a whole number from ${min} to ${max}`);
  return value;
};
const yesNo = (text: string): boolean => {
  if (!['0', '1', 'true', 'false'].includes(text)) throw new Error('1 or 0');
  return text === '1' || text === 'true';
};
const words = (text: string): string => {
  if (text.trim() === '') throw new Error('a text that is not empty');
  return text;
};
const oneOf =
  (...known: string[]) =>
  (text: string): string => {
    if (!known.includes(text)) throw new Error(`one of ${known.join(', ')}`);
    return text;
  };
const databaseUrl = (text: string): string => {
  if (!/^postgres(ql)?:\/\//.test(text)) throw new Error('an address like postgres://user:password@host/database');
  return text;
};
const origins = (text: string): string[] => {
  const listed = text
    .split(',')
    .map((one) => one.trim())
    .filter((one) => one !== '');
  const isOrigin = (one: string) => /^https?:\/\//.test(one) && URL.canParse(one) && new URL(one).origin === one;
  if (!listed.every(isOrigin)) throw new Error('origins like https://crm.example.com or http://10.1.2.3:8080');
  return listed;
};
/** Fixes the type of a row. */
const key = <Value>(row: Key<Value>): Key<Value> => row;

export const keys = {
  port: key<number>({
    env: 'MJ_PORT',
    option: '--port',
    doc: 'Port to listen on; 0 takes a free one.',
    default: 8080,
    read: whole(0, 65535),
  }),
  data: key<string>({
    env: 'MJ_DATA',
    option: '--data',
    doc: 'Folder of everything that is kept: database, objects, keys.',
    default: './data',
    read: words,
  }),
  demo: key<boolean>({
    env: 'MJ_DEMO',
    option: '--no-demo',
    flag: '0',
    doc: 'Demo institution, logins and sessions at the first start.',
    default: true,
    read: yesNo,
  }),
  lan: key<boolean>({
    env: 'MJ_LAN',
    option: '--lan',
    flag: '1',
    doc: 'Listen on every address of the machine, not on 127.0.0.1 alone.',
    default: false,
    read: yesNo,
  }),
  cert: key<string | undefined>({
    env: 'MJ_CERT',
    option: '--cert',
    doc: 'PEM file with private key and certificate chain: serve HTTPS.',
    default: undefined,
    read: words,
  }),
  databaseUrl: key<string | undefined>({
    env: 'DATABASE_URL',
    doc: 'A PostgreSQL (15 or later) of your own instead of the embedded one.',
    default: undefined,
    read: databaseUrl,
  }),
  logLevel: key<string>({
    env: 'MJ_LOG_LEVEL',
    doc: 'How much is logged: error, warn, info or debug.',
    default: 'warn',
    read: oneOf('error', 'warn', 'info', 'debug'),
  }),
  loginHours: key<number>({
    env: 'MJ_LOGIN_HOURS',
    doc: 'A login ends this many hours after it began.',
    default: 12,
    read: whole(1, 168),
  }),
  maxUploadMib: key<number>({
    env: 'MJ_MAX_UPLOAD_MIB',
    doc: 'Largest recording that is taken, MiB.',
    default: 2048,
    read: whole(1, 65536),
  }),
  callbackOrigins: key<readonly string[]>({
    env: 'MJ_CALLBACK_ORIGINS',
    doc: 'Origins that signed callbacks may go to, with commas between: https://crm.example.com, http://10.1.2.3:8080. Empty: none.',
    default: [],
    read: origins,
  }),
  callbackPrivate: key<boolean>({
    env: 'MJ_CALLBACK_PRIVATE',
    doc: '1: names among them may resolve to inner addresses, as inside a bank.',
    default: false,
    read: yesNo,
  }),
  trustProxy: key<boolean>({
    env: 'MJ_TRUST_PROXY',
    doc: 'A reverse proxy on this machine ends TLS: believe its X-Forwarded headers.',
    default: false,
    read: yesNo,
  }),
};

/** Read by other rooms (models, media, launcher); here only so that they are known. */
export const foreignKeys: Record<string, string> = {
  MJ_MODELS: 'Folder with model files that are already here.',
  MJ_OFFLINE: '1: no model is fetched.',
  MJ_FFMPEG: 'Path of the ffmpeg program.',
  MJ_OPINION_URL:
    'OpenAI-compatible endpoint (`https://host/v1`) of a language model for second opinions; transcripts go there, digits masked. Unset: off.',
  MJ_OPINION_MODEL: 'Name of that model.',
  MJ_OPINION_KEY: 'Its key, when it needs one.',
  MJ_TEST_ALL: 'Tests: run those that need much time too.',
  MJ_TEST_DOWNLOADS: 'Tests: run those that fetch from outside too.',
  MJ_BENCH_RESULT: 'Benches: file for the figures.',
};

export type Config = { [Name in keyof typeof keys]: (typeof keys)[Name]['default'] };
