import { type DestinationStream, type Logger, pino } from 'pino';

export type Log = Logger;

/** What a log line must never hold: who somebody is, what was said, what opens something. */
export const personalKeys = [
  'password',
  'token',
  'csrf',
  'cookie',
  'authorization',
  'name',
  'username',
  'agentName',
  'idNumber',
  'phone',
  'card',
  'text',
  'turns',
  'transcript',
  'comment',
  'fields',
  'title',
  'filename',
  'message_text',
] as const;

const paths = personalKeys.flatMap((key) => [key, `*.${key}`, `*.*.${key}`, `*.*.*.${key}`]);

/** One JSON object a line on standard error; personal data is replaced by `[redacted]` down to the fourth level. */
export const openLog = (options: { level: string; destination?: DestinationStream }): Log =>
  pino(
    {
      level: options.level,
      base: null,
      redact: { paths, censor: '[redacted]' },
      serializers: { err: errorOf },
      timestamp: pino.stdTimeFunctions.isoTime,
    },
    options.destination ?? pino.destination({ dest: 2, sync: true }),
  );

/** The words of a database error may quote a row ("Key (username)=(…)"): only its code and place are kept. */
const errorOf = (error: Error & { code?: string; constraint?: string; table?: string }) => ({
  type: error.name,
  code: error.code,
  message: error.constraint === undefined ? error.message : `constraint ${error.constraint} of ${error.table}`,
  stack: error.stack?.split('\n').slice(1, 8).join('\n'),
});
