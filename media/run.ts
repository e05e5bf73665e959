import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { realpathSync } from 'node:fs';
import type { Readable } from 'node:stream';
import { UnusableInput } from './errors.ts';
import { DEFAULT_LIMITS, type DecoderLimits } from './limits.ts';
import { INSIDE, sandboxLevel as levelFor, type SandboxReport, sandboxed, type Tool } from './sandbox.ts';

/** Stands in `args` for the input file. */
export const INPUT = '{input}';
/** Stands in `args` for the output folder: `${OUT}/left.s16`. */
export const OUT = '{out}';

/** Containers that ffmpeg may open; none of them names other files (no concat, hls, dash, sdp, image sequences). */
const FORMATS = 'matroska,webm,mov,mp4,m4a,3gp,3g2,mj2,avi,flv,live_flv,asf,wav,w64,mp3,ogg,amr,aac,flac';

export type DecoderRun = {
  tool?: Tool;
  /** The one file the child may read. */
  input: string;
  /** The one folder it may write. */
  outputDir?: string;
  signal?: AbortSignal | undefined;
  limits?: Partial<DecoderLimits>;
  /** Reads standard output and the extra pipes 3, 4 … while the child runs; all must be drained. */
  read?: (streams: { stdout: Readable; extra: Readable[] }) => Promise<void>;
  extraPipes?: number;
  /** Each line of standard error as it comes. */
  onLine?: (line: string) => void;
};
export type DecoderResult = { exitCode: number; stderr: string };

/** How far decoders are shut in on this machine (`doctor` prints it). */
export const sandboxLevel = (): Promise<SandboxReport> => levelFor(DEFAULT_LIMITS);

const STDERR_KEPT = 64 * 1024;

/** Reading options that stand before every input: only plain files, only known containers, no giant picture. */
export const inputArgs = (tool: Tool): string[] => [
  '-protocol_whitelist',
  'file,pipe',
  '-format_whitelist',
  FORMATS,
  ...(tool === 'ffmpeg' ? ['-max_pixels', String(4096 * 4096), '-i', INPUT] : ['-i', INPUT]),
];

const placed = (args: string[], inside: boolean, run: DecoderRun): string[] =>
  args.map((arg) =>
    arg
      .replaceAll(INPUT, `file:${inside ? INSIDE.input : realpathSync(run.input)}`)
      .replaceAll(OUT, inside ? INSIDE.outputDir : (run.outputDir ?? '')),
  );

const collectLines = async (stream: Readable, onLine?: (line: string) => void): Promise<string> => {
  let kept = '';
  let rest = '';
  stream.setEncoding('utf8');
  for await (const chunk of stream as AsyncIterable<string>) {
    if (kept.length < STDERR_KEPT) kept += chunk;
    if (onLine === undefined) continue;
    const lines = (rest + chunk).split(/[\r\n]+/);
    rest = (lines.pop() ?? '').slice(-4096);
    for (const line of lines) onLine(line);
  }
  if (rest !== '') onLine?.(rest);
  return kept;
};

/**
 * Runs ffmpeg (or ffprobe) shut in: no network, no file but the input, bounded memory, CPU, wall clock and output.
 * Resolves with the exit code also when ffmpeg complains; rejects with `UnusableInput` `decoder_timeout` at a limit,
 * with the signal's reason on abort, and with whatever `read` throws (the child is then killed).
 */
export const runFfmpeg = async (args: string[], run: DecoderRun): Promise<DecoderResult> => {
  run.signal?.throwIfAborted();
  const limits = { ...DEFAULT_LIMITS, ...run.limits };
  const tool = run.tool ?? 'ffmpeg';
  const { level } = await sandboxLevel();
  const mounts = {
    input: realpathSync(run.input),
    ...(run.outputDir === undefined ? {} : { outputDir: run.outputDir }),
  };
  const command = sandboxed(tool, placed(args, level === 'full', run), { level, limits, mounts });
  const extra = run.extraPipes ?? 0;
  const child = spawn(command.command, command.args, {
    stdio: ['ignore', 'pipe', 'pipe', ...Array.from({ length: extra }, () => 'pipe' as const)],
  });
  let timedOut = false;
  const kill = () => child.kill('SIGKILL');
  const timer = setTimeout(() => {
    timedOut = true;
    kill();
  }, limits.wallMs);
  run.signal?.addEventListener('abort', kill, { once: true });
  const closed = once(child, 'close') as Promise<[number | null, string | null]>;
  closed.catch(() => {});
  const streams = { stdout: child.stdout!, extra: child.stdio.slice(3) as Readable[] };
  const reading = run.read?.(streams) ?? drained(streams.stdout);
  try {
    const [stderr] = await Promise.all([collectLines(child.stderr!, run.onLine), reading]);
    const [code, killedBy] = await closed;
    run.signal?.throwIfAborted();
    // The CPU limit ends the child with SIGXCPU or SIGKILL; inside the sandbox that reads 128 + 24 or 128 + 9.
    if (timedOut || killedBy !== null || code === 137 || code === 152)
      throw new UnusableInput(
        'decoder_timeout',
        `the decoder was stopped at its limit (${timedOut ? `${limits.wallMs / 1000} s of time` : `${limits.cpuSeconds} s of processor time`})`,
      );
    return { exitCode: code ?? 1, stderr };
  } catch (error) {
    kill();
    run.signal?.throwIfAborted();
    throw error;
  } finally {
    clearTimeout(timer);
    run.signal?.removeEventListener('abort', kill);
  }
};

const drained = async (stream: Readable): Promise<void> => {
  for await (const _ of stream) {
    // Nothing is expected here; an undrained pipe would stall the child.
  }
};

/** ffmpeg's complaint in one line, without the paths and addresses of the sandbox. */
export const complaint = (stderr: string): string => {
  const lines = stderr
    .split('\n')
    .map((line) => line.replace(/\[[^\]]*@ 0x[0-9a-f]+\]\s*/g, '').trim())
    .filter((line) => line !== '' && !line.startsWith('Last message repeated'));
  return (lines.at(-1) ?? 'no reason given').replace(/^(file:)?\/[^:\s]+:\s*/, '').slice(0, 300);
};
