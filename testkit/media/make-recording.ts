import { spawn } from 'node:child_process';
import { once } from 'node:events';

/** A named defect with its place, in seconds. */
export type Defect =
  | { kind: 'frozen' | 'black' | 'covered' | 'dropout'; startS: number; endS: number }
  | { kind: 'frozenUnderClock'; startS: number; endS: number }
  | { kind: 'blurred'; startS: number; endS: number; sigmaPx: number }
  | { kind: 'stutter'; startS: number; count: number; everyS: number; freezeS: number }
  | { kind: 'framesMissing' | 'framesRepeated'; startS: number; endS: number; keepEvery: number }
  | { kind: 'clipped' | 'quieter'; startS: number; endS: number; gainDb: number }
  | { kind: 'noisy'; startS: number; endS: number; amplitude: number }
  | { kind: 'noSound' | 'noPicture' };
export type RecordingOptions = {
  durationS: number;
  width?: number;
  height?: number;
  /** ffmpeg's coder names and their options; the container comes from the name of the file. */
  video?: string[];
  audio?: string[];
  clock?: boolean;
  defect?: Defect;
};

export const VP8 = ['-c:v', 'libvpx', '-deadline', 'realtime', '-cpu-used', '8', '-b:v', '600k', '-g', '100'];
export const H264 = ['-c:v', 'libx264', '-preset', 'veryfast', '-b:v', '500k', '-pix_fmt', 'yuv420p'];
export const OPUS = ['-c:a', 'libopus', '-b:a', '32k'];
export const AAC = ['-c:a', 'aac', '-b:a', '64k'];

/** Runs the system's ffmpeg on our own arguments; only for making test material. */
export const ffmpeg = async (args: string[]): Promise<void> => {
  const child = spawn('ffmpeg', ['-nostdin', '-v', 'error', '-y', ...args], { stdio: ['ignore', 'ignore', 'pipe'] });
  let said = '';
  child.stderr.on('data', (chunk) => {
    said += chunk;
  });
  const [code] = await once(child, 'close');
  if (code !== 0) throw new Error(`ffmpeg could not make the test file: ${said.slice(0, 800)}`);
};

const between = (a: number, b: number): string => `between(t,${a},${b - 0.001})`;

/** Frames are dropped and the encoder's steady rate repeats the one before: that is how a stuck camera looks in a file. */
const heldWhile = (expression: string): string => `select='not(${expression})',fps=25`;

const CLOCK =
  "drawbox=x='20+mod(floor(t),10)*12':y=16:w=10:h=24:color=white:t=fill,drawbox=x=150:y=16:w=8:h='4+mod(floor(t*2),5)*5':color=white:t=fill";

const pictureDefect = (defect: Defect | undefined): string[] => {
  switch (defect?.kind) {
    case 'frozen':
    case 'frozenUnderClock':
      return [heldWhile(between(defect.startS, defect.endS).replace('t,', `t,0.02+`))];
    case 'black':
      return [`drawbox=t=fill:color=black:enable='${between(defect.startS, defect.endS)}'`];
    case 'covered':
      return [`drawbox=t=fill:color=0x4a3830:enable='${between(defect.startS, defect.endS)}',noise=alls=5:allf=t`];
    case 'blurred':
      return [`gblur=sigma=${defect.sigmaPx}:enable='${between(defect.startS, defect.endS)}'`];
    case 'stutter': {
      const { startS, count, everyS, freezeS } = defect;
      const inside = `between(t,${startS},${startS + (count - 1) * everyS + freezeS})`;
      return [heldWhile(`${inside}*lt(mod(t-${startS}-0.02+${everyS},${everyS}),${freezeS})`)];
    }
    case 'framesMissing':
      return [`select='if(${between(defect.startS, defect.endS)},not(mod(n,${defect.keepEvery})),1)'`];
    case 'framesRepeated':
      return [`select='if(${between(defect.startS, defect.endS)},not(mod(n,${defect.keepEvery})),1)',fps=25`];
    default:
      return [];
  }
};

const soundDefect = (defect: Defect | undefined): string[] => {
  switch (defect?.kind) {
    case 'dropout':
      return [`volume=0:enable='${between(defect.startS, defect.endS)}'`];
    case 'clipped':
    case 'quieter': {
      const gain = `volume=${defect.gainDb}dB:precision=fixed:enable='${between(defect.startS, defect.endS)}'`;
      return ['aformat=sample_fmts=s16', gain, 'aformat=sample_fmts=s16'];
    }
    default:
      return [];
  }
};

/**
 * Speech-like sound: a voice of 130 Hz with twelve harmonics, four syllables a second, phrases of 3.6 s, pauses of 0.9 s with room tone at
 * about −60 dBFS. Loudness about −23 LUFS.
 */
const voice = (durationS: number): string => {
  const pitch = '130*t+1.5*sin(2*PI*0.7*t)';
  const harmonics = Array.from({ length: 12 }, (_, k) => `sin(2*PI*${k + 1}*(${pitch})+${k * k})/${k + 1}`).join('+');
  const syllables = 'pow(abs(sin(2*PI*2*t)),1.5)*(0.55+0.45*sin(2*PI*0.45*t))';
  return `aevalsrc='0.17*(${harmonics})*${syllables}*lt(mod(t,4.5),3.6)':s=48000:d=${durationS}`;
};

const soundGraph = (options: RecordingOptions): string => {
  const { durationS, defect } = options;
  const room = `anoisesrc=a=0.0022:c=white:r=48000:d=${durationS}:seed=7[room]`;
  const noise =
    defect?.kind === 'noisy'
      ? `;anoisesrc=a=${defect.amplitude}:c=white:r=48000:d=${defect.endS - defect.startS}:seed=9,adelay=${defect.startS * 1000}[noise]`
      : '';
  const inputs = defect?.kind === 'noisy' ? '[voice][room][noise]amix=inputs=3' : '[voice][room]amix=inputs=2';
  const after = [`${inputs}:normalize=0:duration=first`, ...soundDefect(defect), 'asetnsamples=960'].join(',');
  return `${voice(durationS)}[voice];${room}${noise};${after}[a]`;
};

/** A picture that moves everywhere, with a camera's noise. */
const pictureGraph = (options: RecordingOptions): string => {
  const { durationS, width = 640, height = 480, defect } = options;
  const source = `testsrc2=s=${width}x${height}:r=25:d=${durationS},noise=alls=4:allf=t:all_seed=5`;
  const clock = options.clock || defect?.kind === 'frozenUnderClock' ? [CLOCK] : [];
  return `${[source, ...pictureDefect(defect), ...clock].join(',')}[v]`;
};

/** Makes one recording with at most one defect. Deterministic for one version of ffmpeg. */
export const makeRecording = async (out: string, options: RecordingOptions): Promise<void> => {
  const [picture, sound] = [options.defect?.kind !== 'noPicture', options.defect?.kind !== 'noSound'];
  const graphs = [...(picture ? [pictureGraph(options)] : []), ...(sound ? [soundGraph(options)] : [])].join(';');
  await ffmpeg([
    ...['-filter_complex', graphs],
    ...(picture ? ['-map', '[v]', '-fps_mode', 'vfr', ...(options.video ?? VP8)] : []),
    ...(sound ? ['-map', '[a]', ...(options.audio ?? OPUS)] : []),
    ...['-t', String(options.durationS), out],
  ]);
};
