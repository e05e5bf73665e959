import { closeSync, fstatSync, openSync, readSync } from 'node:fs';

/** The embedded database could not do what was asked. `logTail` holds the end of its own log, where there is one. */
export class PostgresFailure extends Error {
  readonly logTail: string;
  constructor(message: string, logTail = '') {
    super(logTail === '' ? message : `${message}\n${logTail}`);
    this.name = 'PostgresFailure';
    this.logTail = logTail;
  }
}

const TAIL_BYTES = 4_096;
const TAIL_LINES = 12;

/** The last lines of a log file; empty when it cannot be read. */
export function logTail(logFile: string): string {
  try {
    const fd = openSync(logFile, 'r');
    try {
      const size = fstatSync(fd).size;
      const buffer = Buffer.alloc(Math.min(TAIL_BYTES, size));
      readSync(fd, buffer, 0, buffer.length, size - buffer.length);
      return buffer.toString('utf8').trimEnd().split('\n').slice(-TAIL_LINES).join('\n');
    } finally {
      closeSync(fd);
    }
  } catch {
    return '';
  }
}

/** What a person can always do when the embedded database does not run here. */
export const OTHER_WAY =
  'Or run against your own PostgreSQL 15 or newer: set DATABASE_URL=postgresql://user:password@host/database';
