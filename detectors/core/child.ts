import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';

/**
 * A heavy engine (recogniser, faces, voices) in a process of its own: one loads its models once and serves all sessions;
 * a crash costs the running calls, not the server. The engine module calls `serveEngine`.
 */
export type Engine = {
  /** Calls a method of the engine. Typed arrays travel as they are. Rejects with the engine's message, or when the child died. */
  call<T>(method: string, argument: unknown, options?: CallOptions): Promise<T>;
  /** Highest resident memory of the child so far, bytes; 0 before it was started. */
  peakRssBytes(): number;
  stop(): Promise<void>;
};
export type CallOptions = { signal?: AbortSignal; onEvent?: (event: unknown) => void };
export type EngineMethods = Record<
  string,
  (argument: never, run: { signal: AbortSignal; send(event: unknown): void }) => unknown
>;

type Request = { id: number; method: string; argument: unknown } | { id: number; cancel: true };
type Reply = { id: number; event?: unknown; result?: unknown; error?: string; done?: boolean };
type Pending = { resolve(value: unknown): void; reject(error: Error): void; onEvent?: (event: unknown) => void };

const peakOf = (pid: number): number => {
  const status = `/proc/${pid}/status`;
  if (!existsSync(status)) return 0;
  try {
    return Number(/VmHWM:\s+(\d+)/.exec(readFileSync(status, 'utf8'))?.[1] ?? 0) * 1024;
  } catch {
    return 0;
  }
};

/** Starts the child at the first call, and again after a crash. `nice` keeps live work ahead of it. */
export const startEngine = (modulePath: string, options: { env?: Record<string, string>; name: string }): Engine => {
  let child: ChildProcess | undefined;
  let nextId = 1;
  let peak = 0;
  const pending = new Map<number, Pending>();

  const failAll = (error: Error) => {
    for (const call of pending.values()) call.reject(error);
    pending.clear();
  };
  const ensure = (): ChildProcess => {
    if (child?.connected) return child;
    const started = fork(modulePath, [], {
      serialization: 'advanced',
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
      env: { ...process.env, ...options.env },
      execArgv: ['--disable-warning=ExperimentalWarning'],
    });
    started.on('message', (reply: Reply) => {
      const call = pending.get(reply.id);
      if (call === undefined) return;
      if (reply.event !== undefined) return call.onEvent?.(reply.event);
      if (started.pid !== undefined) peak = Math.max(peak, peakOf(started.pid));
      pending.delete(reply.id);
      if (pending.size === 0) {
        started.unref();
        started.channel?.unref();
      }
      if (reply.error !== undefined) call.reject(new Error(reply.error));
      else call.resolve(reply.result);
    });
    started.on('exit', (code, signal) => {
      if (child === started) child = undefined;
      failAll(new Error(`engine ${options.name} ended (${signal ?? `exit ${code}`})`));
    });
    started.on('error', (error) => failAll(error));
    child = started;
    return started;
  };

  return {
    call<T>(method: string, argument: unknown, callOptions: CallOptions = {}): Promise<T> {
      callOptions.signal?.throwIfAborted();
      const target = ensure();
      const id = nextId++;
      return new Promise<T>((resolve, reject) => {
        const onAbort = () => {
          target.send({ id, cancel: true } satisfies Request, () => {});
          pending.delete(id);
          reject(callOptions.signal?.reason ?? new Error('cancelled'));
        };
        const finish = () => callOptions.signal?.removeEventListener('abort', onAbort);
        pending.set(id, {
          resolve: (value) => {
            finish();
            resolve(value as T);
          },
          reject: (error) => {
            finish();
            reject(error);
          },
          ...(callOptions.onEvent === undefined ? {} : { onEvent: callOptions.onEvent }),
        });
        callOptions.signal?.addEventListener('abort', onAbort, { once: true });
        target.ref();
        target.channel?.ref();
        target.send({ id, method, argument } satisfies Request, (error) => {
          if (error !== null && pending.delete(id)) reject(error);
        });
      });
    },
    peakRssBytes: () => {
      if (child?.pid !== undefined) peak = Math.max(peak, peakOf(child.pid));
      return peak;
    },
    async stop() {
      if (child === undefined) return;
      const ending = child;
      child = undefined;
      if (ending.pid !== undefined) peak = Math.max(peak, peakOf(ending.pid));
      ending.ref();
      const exited = once(ending, 'exit');
      ending.kill('SIGKILL');
      await exited;
    },
  };
};

/** The child's side: answers calls until the parent goes away. */
export const serveEngine = (methods: EngineMethods): void => {
  const running = new Map<number, AbortController>();
  const reply = (message: Reply) => process.send?.(message);
  process.on('disconnect', () => process.exit(0));
  // Ctrl-C reaches the whole group; the parent ends us in order.
  process.on('SIGINT', () => {});
  process.on('message', async (request: Request) => {
    if ('cancel' in request) {
      running.get(request.id)?.abort();
      return;
    }
    const controller = new AbortController();
    running.set(request.id, controller);
    try {
      const method = methods[request.method];
      if (method === undefined) throw new Error(`unknown engine method ${request.method}`);
      const result = await method(request.argument as never, {
        signal: controller.signal,
        send: (event) => reply({ id: request.id, event }),
      });
      reply({ id: request.id, result, done: true });
    } catch (error) {
      reply({ id: request.id, error: error instanceof Error ? error.message : String(error) });
    } finally {
      running.delete(request.id);
    }
  });
};
