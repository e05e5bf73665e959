import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import type { MediaClip, MediaSource } from '../types.ts';

export type Clock = {
  /** Position on the media clock, ms. */
  nowMs: number;
  playing: boolean;
  rate: number;
  muted: boolean;
  failed: boolean;
  /** What the element plays now; undefined: nothing at this moment. */
  src: string | undefined;
  /** Where `src` begins on the media clock. */
  offsetMs: number;
  /** The whole original instead of clips. */
  usesOriginal: boolean;
  seek: (ms: number) => void;
  toggle: () => void;
  setRate: (rate: number) => void;
  setMuted: (muted: boolean) => void;
  useOriginal: () => void;
  /** Gives the clock its element. */
  attach: (element: HTMLMediaElement | null) => void;
};

/** Longest stretch that a clip in the report holds when its own length is not known yet. */
const clipReachMs = 36_000;

/** The clip that holds this moment: the latest start that is not after it. */
export const clipAt = (clips: readonly MediaClip[], ms: number): MediaClip | undefined =>
  clips.filter((c) => c.startMs <= ms + 50 && ms < c.startMs + clipReachMs).sort((a, b) => b.startMs - a.startMs)[0];

const sourceAt = (media: MediaSource, ms: number, original: boolean): { src?: string; offsetMs: number } => {
  if (media.kind === 'url') return { src: media.url, offsetMs: 0 };
  if (media.kind === 'none') return { offsetMs: 0 };
  if (original) return { src: media.link, offsetMs: 0 };
  const clip = clipAt(media.clips, ms);
  return clip === undefined ? { offsetMs: 0 } : { src: clip.url, offsetMs: clip.startMs };
};

/** One clock for all panes: the media element leads while it plays, the reader's clicks lead otherwise. */
export const useClock = (media: MediaSource, durationMs: number): Clock => {
  const element = useRef<HTMLMediaElement | null>(null);
  const [nowMs, setNowMs] = useState(0);
  const [playing, setPlaying] = useState(false);
  const [rate, setRateState] = useState(1);
  const [muted, setMutedState] = useState(false);
  const [failed, setFailed] = useState(false);
  const [usesOriginal, setUsesOriginal] = useState(false);
  const [source, setSource] = useState(() => sourceAt(media, 0, false));
  const wanted = useRef({ ms: 0, offsetMs: source.offsetMs, play: false });
  wanted.current.offsetMs = source.offsetMs;

  useEffect(() => setSource(sourceAt(media, wanted.current.ms, usesOriginal)), [media, usesOriginal]);

  const attach = useCallback((next: HTMLMediaElement | null) => {
    element.current = next;
    if (next === null) return;
    next.onplay = () => setPlaying(true);
    next.onpause = () => setPlaying(false);
    next.onerror = () => setFailed(true);
    next.ontimeupdate = () => {
      if (next.readyState === 0) return;
      wanted.current.ms = next.currentTime * 1000 + wanted.current.offsetMs;
      setNowMs(wanted.current.ms);
    };
    next.onloadedmetadata = () => {
      setFailed(false);
      next.currentTime = Math.max(0, wanted.current.ms - wanted.current.offsetMs) / 1000;
      if (wanted.current.play) void next.play().catch(() => setPlaying(false));
    };
  }, []);

  useFrames(element, playing, (seconds) => setNowMs(seconds * 1000 + wanted.current.offsetMs));
  useEffect(() => {
    if (element.current) element.current.playbackRate = rate;
  });
  useEffect(() => {
    if (element.current) element.current.muted = muted;
  });

  const seek = useCallback(
    (ms: number) => {
      const to = Math.min(Math.max(0, ms), durationMs);
      wanted.current.ms = to;
      wanted.current.play = element.current !== null && !element.current.paused;
      setNowMs(to);
      const next = sourceAt(media, to, usesOriginal);
      setSource((current) => (current.src === next.src && current.offsetMs === next.offsetMs ? current : next));
      if (next.offsetMs === wanted.current.offsetMs && element.current && element.current.readyState > 0) {
        element.current.currentTime = Math.max(0, to - next.offsetMs) / 1000;
      }
    },
    [media, durationMs, usesOriginal],
  );

  const toggle = useCallback(() => {
    const media = element.current;
    if (media === null) return;
    if (media.paused) void media.play().catch(() => setPlaying(false));
    else media.pause();
  }, []);
  const setRate = useCallback((next: number) => setRateState(Math.min(3, Math.max(0.5, next))), []);
  const setMuted = useCallback((next: boolean) => setMutedState(next), []);
  const useOriginal = useCallback(() => setUsesOriginal(true), []);

  return useMemo(
    () => ({
      nowMs,
      playing,
      rate,
      muted,
      failed,
      src: source.src,
      offsetMs: source.offsetMs,
      usesOriginal,
      seek,
      toggle,
      setRate,
      setMuted,
      useOriginal,
      attach,
    }),
    [nowMs, playing, rate, muted, failed, source, usesOriginal, seek, toggle, setRate, setMuted, useOriginal, attach],
  );
};

/** Follows the element frame by frame while it plays; `timeupdate` alone comes four times a second. */
const useFrames = (
  element: React.RefObject<HTMLMediaElement | null>,
  playing: boolean,
  onTime: (seconds: number) => void,
) => {
  const report = useRef(onTime);
  report.current = onTime;
  useEffect(() => {
    if (!playing) return;
    let frame = 0;
    let last = -1;
    const step = () => {
      const at = element.current?.currentTime ?? 0;
      if (Math.abs(at - last) >= 0.08) {
        last = at;
        report.current(at);
      }
      frame = requestAnimationFrame(step);
    };
    frame = requestAnimationFrame(step);
    return () => cancelAnimationFrame(frame);
  }, [playing, element]);
};
