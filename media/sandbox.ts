import { execFile } from 'node:child_process';
import { existsSync, lstatSync, readlinkSync, realpathSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { UnusableInput } from './errors.ts';
import type { DecoderLimits } from './limits.ts';

/**
 * How far a decoder is shut in here. `full`: own namespaces (no network, no files but the input), dropped capabilities and
 * resource limits. `limits`: resource limits and protocol/format lists only, the decoder could read what this user can read.
 * `lists`: the protocol and format lists of ffmpeg and a wall clock, nothing else.
 */
export type SandboxLevel = 'full' | 'limits' | 'lists';
export type SandboxReport = { level: SandboxLevel; reason?: string; remedy?: string };
export type Tool = 'ffmpeg' | 'ffprobe';
export type Mounts = { input?: string; outputDir?: string };

/** Where the child sees its input and its output folder. */
export const INSIDE = { input: '/in/media', outputDir: '/out' } as const;

/** The program's real path: `MJ_FFMPEG` (a folder) first, then PATH. */
export const toolPath = (tool: string): string | undefined => {
  const folders = [process.env.MJ_FFMPEG ?? '', ...(process.env.PATH ?? '').split(delimiter), '/usr/bin'];
  const folder = folders.find((candidate) => candidate !== '' && existsSync(join(candidate, tool)));
  return folder === undefined ? undefined : realpathSync(join(folder, tool));
};

const requireTool = (tool: Tool): string => {
  const path = toolPath(tool);
  if (path === undefined)
    throw new UnusableInput('decoder_missing', `${tool} is not installed: run "apt-get install ffmpeg" as root`);
  return path;
};

/** Binds one system folder read-only, or repeats the link where the system has one (/lib → usr/lib). */
const systemFolder = (path: string): string[] => {
  if (!existsSync(path)) return [];
  return lstatSync(path).isSymbolicLink() ? ['--symlink', readlinkSync(path), path] : ['--ro-bind', path, path];
};

const namespaces = (program: string, mounts: Mounts): string[] => [
  '--unshare-all',
  '--die-with-parent',
  '--new-session',
  '--cap-drop',
  'ALL',
  '--clearenv',
  '--setenv',
  'LC_ALL',
  'C',
  ...['/usr', '/bin', '/lib', '/lib64', '/lib32'].flatMap(systemFolder),
  // Debian's ffmpeg reaches libblas through /etc/alternatives.
  ...['/etc/ld.so.cache', '/etc/alternatives'].flatMap((path) => ['--ro-bind-try', path, path]),
  '--dev',
  '/dev',
  '--tmpfs',
  '/tmp',
  // After the private /tmp: a bundle may be unpacked below it.
  ...(program.startsWith('/usr/') ? [] : ['--ro-bind', dirname(program), dirname(program)]),
  ...(mounts.input === undefined ? [] : ['--ro-bind', mounts.input, INSIDE.input]),
  ...(mounts.outputDir === undefined ? [] : ['--bind', mounts.outputDir, INSIDE.outputDir]),
  '--chdir',
  '/tmp',
];

const resources = (limits: DecoderLimits): string[] => [
  `--as=${limits.memoryBytes}`,
  `--cpu=${Math.ceil(limits.cpuSeconds)}`,
  `--fsize=${limits.fileBytes}`,
  `--nofile=${limits.openFiles}`,
  '--core=0',
];

/** The whole command line that runs `tool` shut in at `level`. */
export const sandboxed = (
  tool: Tool,
  args: string[],
  options: { level: SandboxLevel; limits: DecoderLimits; mounts: Mounts },
): { command: string; args: string[] } => {
  const program = requireTool(tool);
  const { level, limits, mounts } = options;
  if (level === 'lists') return { command: program, args };
  if (level === 'limits') return { command: 'prlimit', args: [...resources(limits), '--', program, ...args] };
  // The process limit counts per user: it is set inside, where only the sandbox's own processes count (Linux 5.14 and later).
  const inner = ['prlimit', `--nproc=${limits.processes}`, '--', program, ...args];
  return {
    command: 'prlimit',
    args: [...resources(limits), '--', 'bwrap', ...namespaces(program, mounts), '--', ...inner],
  };
};

const works = async (level: SandboxLevel, limits: DecoderLimits): Promise<string | undefined> => {
  const { command, args } = sandboxed('ffprobe', ['-v', 'quiet', '-version'], { level, limits, mounts: {} });
  try {
    await promisify(execFile)(command, args, { timeout: 20_000 });
    return undefined;
  } catch (error) {
    const said = error as { stderr?: string; message: string };
    return (said.stderr || said.message).trim().split('\n')[0];
  }
};

let known: Promise<SandboxReport> | undefined;

const find = async (limits: DecoderLimits): Promise<SandboxReport> => {
  requireTool('ffprobe');
  const full = toolPath('bwrap') === undefined ? 'bubblewrap is not installed' : await works('full', limits);
  if (full === undefined) return { level: 'full' };
  const remedy =
    'install bubblewrap ("apt-get install bubblewrap") and allow user namespaces (sysctl user.max_user_namespaces > 0; in a container: its seccomp profile)';
  if ((await works('limits', limits)) === undefined) return { level: 'limits', reason: full, remedy };
  return { level: 'lists', reason: `${full}; prlimit does not work either`, remedy };
};

/** How far decoders are shut in on this machine, tried out once per process. For `doctor`. Throws when ffmpeg is missing. */
export const sandboxLevel = (limits: DecoderLimits): Promise<SandboxReport> => {
  known ??= find(limits).catch((error) => {
    known = undefined;
    throw error;
  });
  return known;
};
