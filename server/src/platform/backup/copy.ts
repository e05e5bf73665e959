/**
 * PostgreSQL's COPY through node-postgres, which leaves the protocol's copy messages to the query object it runs
 * (Client `_handleCopyData`, `_handleCopyInResponse`; protocol: PostgreSQL manual, "COPY Operations").
 */
import type { Readable, Writable } from 'node:stream';
import type pg from 'pg';

type Wire = pg.Connection & {
  query(sql: string): void;
  sendCopyFromChunk(chunk: Buffer): void;
  sendCopyFail(message: string): void;
  endCopyFrom(): void;
};
type Settle = { resolve: () => void; reject: (error: Error) => void };

/** Runs `COPY … TO STDOUT` and writes what comes into `out`, which is not ended. */
export async function copyOut(client: pg.ClientBase, sql: string, out: Writable): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    client.query({
      ...settled({ resolve, reject }),
      submit: (wire: pg.Connection) => (wire as Wire).query(sql),
      handleCopyData({ chunk }: { chunk: Buffer }, wire: Wire) {
        // The chunk lies in the parser's buffer, which the next message overwrites: what is queued must be a copy.
        if (out.write(Buffer.from(chunk)) || wire.stream.isPaused()) return;
        // The disk is slower than the database: hold the socket until what is buffered is written.
        wire.stream.pause();
        out.once('drain', () => wire.stream.resume());
      },
      handleReadyForQuery(wire: Wire) {
        // The caller may end `out` now, and a stream that ends emits no 'drain'.
        wire.stream.resume();
        resolve();
      },
    });
  });
}

/** Runs `COPY … FROM STDIN` with the bytes of `source`. The database's refusal of a row is the error. */
export async function copyIn(client: pg.ClientBase, sql: string, source: Readable): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    client.query({
      ...settled({ resolve, reject }),
      submit: (wire: pg.Connection) => (wire as Wire).query(sql),
      handleCopyInResponse(wire: Wire) {
        send(source, wire).catch((error: Error) => wire.sendCopyFail(error.message));
      },
    });
  });
}

async function send(source: Readable, wire: Wire): Promise<void> {
  for await (const chunk of source) {
    wire.sendCopyFromChunk(chunk as Buffer);
    if (wire.stream.writableNeedDrain) await new Promise((resolve) => wire.stream.once('drain', resolve));
  }
  wire.endCopyFrom();
}

/** What node-postgres calls on a query object besides; an error settles before the server is ready again. */
function settled({ resolve, reject }: Settle) {
  return {
    handleError: (error: Error) => reject(error),
    handleReadyForQuery: () => resolve(),
    handleCommandComplete: () => {},
    handleRowDescription: () => {},
    handleDataRow: () => {},
    handleEmptyQuery: () => {},
  };
}
