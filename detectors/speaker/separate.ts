import { twoVoices } from './clusters.ts';
import type { Embedding } from './network.ts';
import type { Span } from './sound.ts';
import type { VoiceWindows } from './windows.ts';

/** One stretch of one voice; `confidence` 0–1: how clearly it belongs to this voice and not to the other. */
export type VoiceTurn = Span & { voice: 'A' | 'B'; confidence: number };
export type Separation =
  | { voices: 2; turns: VoiceTurn[]; centres: { A: Embedding; B: Embedding }; centreScore: number; confidence: number }
  | { voices: 1 | 'undecidable'; reason: string; centreScore?: number };

/** Windows for separation: 1.2 s erred least on 21 calls (1.0 % of speech; 1.6 s 1.6 %, 1.0 s 1.1 %). */
export const separationRows = 120;
const leastTalkMs = 8000;
const leastVoiceMs = 2000;

type Piece = { from: number; to: number; side: number };

/**
 * Two voices on one track. Pauses bound the pieces; a piece whose halves clearly sound like different voices is cut there.
 * Each piece goes to the voice that its windows resemble. A is the voice that speaks first. `assumeTwo`: the caller knows
 * that two people speak (a telephone call on one track); otherwise similar voices stay undecidable.
 */
export const separate = (windows: VoiceWindows, options: { assumeTwo?: boolean } = {}): Separation => {
  const { talk, rows, embeddings } = windows;
  if (rows * 10 < leastTalkMs)
    return {
      voices: 'undecidable',
      reason: `${(rows / 100).toFixed(1)} s of speech, at least ${leastTalkMs / 1000} s are needed`,
    };
  const found = twoVoices(embeddings);
  const doubt = options.assumeTwo === true && found !== undefined ? undefined : doubtOf(found?.centreScore);
  if (found === undefined || doubt !== undefined)
    return { ...doubtOf(found?.centreScore)!, ...centreOf(found?.centreScore) };
  const cumulative = cumulativeSides(windows, found.side);
  const pieces = bounds(talk.spans).flatMap((piece) => cut({ ...piece, side: 0 }, cumulative));
  const first = Math.sign(pieces[0]?.side ?? -1);
  const turns = pieces.map(
    (piece): VoiceTurn => ({
      startMs: talk.at(piece.from * 160),
      endMs: talk.at(piece.to * 160 - 1),
      voice: Math.sign(piece.side) === first ? 'A' : 'B',
      confidence: Math.round(Math.min(1, Math.abs(piece.side)) * 100) / 100,
    }),
  );
  const shortest = Math.min(...(['A', 'B'] as const).map((voice) => spokenMs(turns, voice)));
  if (shortest < leastVoiceMs)
    return { voices: 1, reason: `the other voice speaks only ${shortest} ms`, centreScore: found.centreScore };
  const [low, high] = found.centres;
  const centres = first < 0 ? { A: low, B: high } : { A: high, B: low };
  return { voices: 2, turns, centres, centreScore: found.centreScore, confidence: confidenceOf(found.centreScore) };
};

/**
 * Cosine of the two centres. One real speaker over 5–70 s measured .87–.94, a synthetic one .93–.97; two people .62–.78, two
 * synthetic voices .73–.91: between the zones it may be one voice or two similar ones.
 */
export const centreZones = { two: 0.84, one: 0.945 } as const;

const doubtOf = (centreScore: number | undefined): { voices: 1 | 'undecidable'; reason: string } | undefined => {
  if (centreScore === undefined || centreScore >= centreZones.one) return { voices: 1, reason: 'one voice' };
  if (centreScore < centreZones.two) return undefined;
  return { voices: 'undecidable', reason: `one voice or two similar ones (${centreScore})` };
};
const centreOf = (centreScore: number | undefined) => (centreScore === undefined ? {} : { centreScore });
const confidenceOf = (centreScore: number): number =>
  Math.round(Math.min(1, Math.max(0, (centreZones.one - centreScore) / 0.2)) * 100) / 100;

const spokenMs = (turns: readonly VoiceTurn[], voice: 'A' | 'B'): number =>
  turns.filter((turn) => turn.voice === voice).reduce((sum, turn) => sum + turn.endMs - turn.startMs, 0);

const bounds = (spans: readonly Span[]): { from: number; to: number }[] => {
  let ms = 0;
  return spans.map((span) => {
    const from = Math.round(ms / 10);
    ms += span.endMs - span.startMs;
    return { from, to: Math.round(ms / 10) };
  });
};

/** Side of the voice in every row of 10 ms, summed from the left: the mean of the windows that hold the row. */
const cumulativeSides = (windows: VoiceWindows, side: readonly number[]): Float64Array => {
  const { rows, stepRows, windowRows } = windows;
  const weight = new Float32Array(rows + 1);
  const total = new Float32Array(rows + 1);
  side.forEach((value, i) => {
    for (let k = 0; k < windowRows; k++) {
      const row = i * stepRows + k;
      if (row >= rows) return;
      // A window says most about its middle.
      const near = 1 - Math.abs((k + 0.5) / windowRows - 0.5) * 1.9;
      weight[row]! += near;
      total[row]! += near * value;
    }
  });
  const cumulative = new Float64Array(rows + 1);
  for (let row = 0; row < rows; row++) cumulative[row + 1] = cumulative[row]! + total[row]! / (weight[row]! || 1);
  return cumulative;
};

const shortestPart = 80;
/** Both parts of a cut must lean at least this far to their side. */
const cutFrom = 0.7;

/** A piece, cut where its two parts lean clearly to different voices. */
const cut = (piece: Piece, cumulative: Float64Array): Piece[] => {
  const mean = (from: number, to: number) => (cumulative[to]! - cumulative[from]!) / Math.max(1, to - from);
  let best = { at: -1, gain: 0 };
  for (let at = piece.from + shortestPart; at <= piece.to - shortestPart; at += 5) {
    const [left, right] = [mean(piece.from, at), mean(at, piece.to)];
    const gain = left * right < 0 ? Math.min(Math.abs(left), Math.abs(right)) : 0;
    if (gain > best.gain) best = { at, gain };
  }
  if (best.gain < cutFrom) return [{ ...piece, side: mean(piece.from, Math.min(piece.to, cumulative.length - 1)) }];
  return [...cut({ ...piece, to: best.at }, cumulative), ...cut({ ...piece, from: best.at }, cumulative)];
};
