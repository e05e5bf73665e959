/** What an RTCP sender report says: this RTP time stamp was taken at this moment of the sender's clock. `ntpMs`: milliseconds, any epoch. */
export type SenderReport = { rtp: number; ntpMs: number };
/** One track of a call. `anchor`: where in the recording (ms) the sample with this RTP time stamp was put. */
export type SentTrack = { clockHz: number; reports: readonly SenderReport[]; anchor: { rtp: number; fileMs: number } };
export type SenderOffset =
  | { audioLateMs: number; driftPpm: number; confidence: number; method: 'sender reports' }
  | { undecidable: string };

const WRAP = 2 ** 32;
/** Reports that do not lie on one line to this exactness come from a broken sender or a restarted clock. */
const LARGEST_ERROR_MS = 25;
/** Crystals stay within 100 ppm; browsers with resampled sound within 1000. */
const LARGEST_DRIFT_PPM = 2000;

/** `rtp` brought next to `near`, through the wrap of 32 bits. */
const unwrapped = (rtp: number, near: number): number => rtp + Math.round((near - rtp) / WRAP) * WRAP;

type Line = { ntpMs(rtp: number): number; ppm: number; worstMs: number };

/** Least squares through the reports; one report alone goes by the nominal clock. */
const lineOf = ({ reports, clockHz }: SentTrack): Line => {
  const ticksPerMs = clockHz / 1000;
  let near = reports[0]!.rtp;
  const points = reports.map(({ rtp, ntpMs }) => {
    near = unwrapped(rtp, near);
    return { x: near / ticksPerMs, y: ntpMs };
  });
  const [mx, my] = [mean(points.map(({ x }) => x)), mean(points.map(({ y }) => y))];
  const xx = points.reduce((sum, { x }) => sum + (x - mx) ** 2, 0);
  const slope = xx === 0 ? 1 : points.reduce((sum, { x, y }) => sum + (x - mx) * (y - my), 0) / xx;
  const at = (x: number) => my + slope * (x - mx);
  return {
    ntpMs: (rtp) => at(unwrapped(rtp, mx * ticksPerMs) / ticksPerMs),
    ppm: (slope - 1) * 1e6,
    worstMs: Math.max(...points.map(({ x, y }) => Math.abs(at(x) - y))),
  };
};
const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;

/**
 * How much later the sound lies in the recording than the picture that was taken at the same moment (音画不同步), from the sender reports of
 * both tracks: pure arithmetic on data. Positive: sound after picture. Undecidable without reports, or when they contradict themselves.
 */
export const offsetBySenderReports = (tracks: { audio: SentTrack; video: SentTrack }): SenderOffset => {
  for (const [name, track] of Object.entries(tracks)) {
    if (track.reports.length === 0) return { undecidable: `no sender report of the ${name} track` };
    if (!(track.clockHz > 0)) return { undecidable: `the ${name} track has no clock rate` };
  }
  const [audio, video] = [lineOf(tracks.audio), lineOf(tracks.video)];
  for (const [name, line] of Object.entries({ audio, video })) {
    if (line.worstMs > LARGEST_ERROR_MS)
      return {
        undecidable: `sender reports of the ${name} track contradict each other by ${Math.round(line.worstMs)} ms`,
      };
    if (Math.abs(line.ppm) > LARGEST_DRIFT_PPM)
      return { undecidable: `the ${name} track's clock runs ${Math.round(line.ppm)} ppm off` };
  }
  // Time in the file less time at the sender: what the recording adds to each track.
  const delay = (line: Line, { anchor }: SentTrack) => anchor.fileMs - line.ntpMs(anchor.rtp);
  const single = Math.min(tracks.audio.reports.length, tracks.video.reports.length) < 2;
  return {
    audioLateMs: Math.round(delay(audio, tracks.audio) - delay(video, tracks.video)),
    driftPpm: Math.round(audio.ppm - video.ppm),
    confidence: single ? 0.8 : 0.95,
    method: 'sender reports',
  };
};
