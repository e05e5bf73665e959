/** Programs of the machine: Node, npm, ffmpeg with what it can decode, the sandbox, the browser of the tests. */
import { spawnSync } from 'node:child_process';
import { sandboxLevel } from '@mingjian/media';
import { apt, type Finding } from './finding.ts';

const DECODERS = [
  'h264',
  'hevc',
  'vp8',
  'vp9',
  'aac',
  'opus',
  'mp3',
  'vorbis',
  'amrnb',
  'pcm_alaw',
  'pcm_mulaw',
  'wmv2',
  'wmav2',
  'flv',
];
const ENCODERS = ['libx264', 'aac', 'mjpeg'];
const FILTERS = ['aresample', 'ebur128', 'fps', 'scale', 'split', 'asplit', 'amerge', 'pan', 'drawtext'];

/** The version a program prints, or null when it is not there. */
function versionOf(program: string, argument: string): string | null {
  const done = spawnSync(program, [argument], { encoding: 'utf8' });
  return done.status === 0 ? (/\d+(\.\d+)+/.exec(done.stdout)?.[0] ?? 'unknown version') : null;
}

export function nodeFinding(): Finding {
  return { name: 'Node', state: 'good', words: process.versions.node };
}

export function npmFinding(): Finding {
  const version = versionOf('npm', '--version');
  if (version !== null) return { name: 'npm', state: 'good', words: version };
  return {
    name: 'npm',
    state: 'limited',
    words: 'not found: packages cannot be renewed, all else runs',
    fix: apt('npm'),
  };
}

export function ffmpegFinding(): Finding {
  const version = versionOf('ffmpeg', '-version');
  if (version === null || versionOf('ffprobe', '-version') === null) {
    return { name: 'ffmpeg', state: 'missing', words: 'not found: no recording can be opened', fix: apt('ffmpeg') };
  }
  const lacking = [
    ...lackingIn('-decoders', DECODERS),
    ...lackingIn('-encoders', ENCODERS),
    ...lackingIn('-filters', FILTERS),
  ];
  if (lacking.length === 0) return { name: 'ffmpeg', state: 'good', words: version };
  return {
    name: 'ffmpeg',
    state: 'missing',
    words: `${version} without ${lacking.join(', ')}`,
    fix: `${apt('ffmpeg')} (this one was built without them)`,
  };
}

function lackingIn(list: string, wanted: string[]): string[] {
  const { stdout } = spawnSync('ffmpeg', ['-hide_banner', list], { encoding: 'utf8' });
  const names = new Set(stdout.split('\n').map((line) => line.trim().split(/\s+/)[1]));
  return wanted.filter((name) => !names.has(name)).map((name) => `${name} (${list.slice(1)})`);
}

export async function sandboxFinding(): Promise<Finding> {
  try {
    const found = await sandboxLevel();
    if (found.level === 'full')
      return { name: 'decoder sandbox', state: 'good', words: 'bubblewrap: own network, files and limits' };
    return {
      name: 'decoder sandbox',
      state: 'limited',
      words: `${found.level} only: ${found.reason}`,
      fix: found.remedy,
    };
  } catch (error) {
    return {
      name: 'decoder sandbox',
      state: 'limited',
      words: (error as Error).message,
      fix: apt('ffmpeg bubblewrap'),
    };
  }
}

export function browserFinding(): Finding {
  const version = versionOf('chromium', '--version');
  if (version !== null) return { name: 'Chromium', state: 'good', words: `${version} (tests only)` };
  return { name: 'Chromium', state: 'limited', words: 'not found: only ./mj test e2e needs it', fix: apt('chromium') };
}
