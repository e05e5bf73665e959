/** Structured logs on standard error; passwords, cookies, tokens and personal numbers never stand in them. */
import { type DestinationStream, type LoggerOptions, pino } from 'pino';

export type { Logger } from 'pino';

const SECRET = [
  'password',
  'token',
  'csrfToken',
  'cookie',
  'authorization',
  'databaseUrl',
  'username',
  'text',
  'turns',
];
const redacted = SECRET.flatMap((name) => [name, `*.${name}`, `*.*.${name}`]);

/** 15–19 digits (identity and card) and mainland mobile numbers in free text. */
const PERSONAL = /(?<!\d)(?:\d{17}[\dXx]|\d{15,19}|1[3-9]\d{9})(?!\d)/g;

/** `level` as of pino; `stream` for tests. */
export function openLog(level: string, stream: DestinationStream = pino.destination(2)) {
  const options: LoggerOptions = {
    level,
    base: null,
    timestamp: pino.stdTimeFunctions.isoTime,
    redact: { paths: redacted, censor: '[redacted]' },
    serializers: {
      // Not the whole error: one of the database carries its connection and the values of the query.
      err: (error) => ({ type: error.name, code: error.code, message: error.message, stack: error.stack }),
      // The query may hold a search for a person's number: only the path is kept.
      req: (request) => ({ id: request.id, method: request.method, path: String(request.url).split('?')[0] }),
      res: (reply) => ({ status: reply.statusCode }),
    },
    hooks: {
      logMethod(args, method) {
        const clean = args.map((arg) => (typeof arg === 'string' ? arg.replace(PERSONAL, '[number]') : arg));
        method.apply(this, clean as Parameters<typeof method>);
      },
    },
  };
  return pino(options, stream);
}
