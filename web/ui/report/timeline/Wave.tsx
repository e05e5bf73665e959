import { useEffect, useRef } from 'react';
import type { Tone } from './lanes.ts';
import type { View } from './view.ts';

type WaveProps = { peaks: number[]; perSecond: number; view: View; tone: Tone };

/** Loudest peak between two moments. */
const loudest = (peaks: number[], from: number, to: number): number => {
  let best = 0;
  for (let i = Math.max(0, Math.floor(from)); i < Math.min(peaks.length, Math.max(from + 1, Math.ceil(to))); i++) {
    best = Math.max(best, Math.abs(peaks[i] ?? 0));
  }
  return best;
};

const draw = (canvas: HTMLCanvasElement, { peaks, perSecond, view }: WaveProps) => {
  const ratio = window.devicePixelRatio || 1;
  const { clientWidth: width, clientHeight: height } = canvas;
  canvas.width = Math.max(1, Math.round(width * ratio));
  canvas.height = Math.max(1, Math.round(height * ratio));
  const context = canvas.getContext('2d');
  if (context === null) return;
  context.scale(ratio, ratio);
  context.fillStyle = getComputedStyle(canvas).color;
  const msPerPixel = (view.toMs - view.fromMs) / Math.max(1, width);
  for (let x = 0; x < width; x += 2) {
    const from = ((view.fromMs + x * msPerPixel) / 1000) * perSecond;
    // Square root: quiet speech stays visible beside loud.
    const tall = Math.max(1, Math.sqrt(loudest(peaks, from, from + ((2 * msPerPixel) / 1000) * perSecond)) * height);
    context.fillRect(x, (height - tall) / 2, 1.4, tall);
  }
};

/** Waveform of one voice. */
export const Wave = (props: WaveProps) => {
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    const element = canvas.current;
    if (element === null) return;
    draw(element, props);
    const observer = new ResizeObserver(() => draw(element, props));
    observer.observe(element);
    return () => observer.disconnect();
  });
  return <canvas ref={canvas} className={`mj-wave mj-ink-${props.tone}`} />;
};
