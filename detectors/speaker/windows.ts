import { bands, melOf } from './mel.ts';
import { type Embedding, type Network, windowEmbeddings } from './network.ts';
import { readSound, type Span, type Talk, talkOf } from './sound.ts';

/** Short windows over the talk of a track: the voice every 0.4 s, each window scaled to one level by itself. */
export type VoiceWindows = { talk: Talk; rows: number; stepRows: number; windowRows: number; embeddings: Embedding[] };
export const stepRows = 40;

/** @param spans where somebody speaks (`voice.active`); pauses between them are left out. */
export const windowsOf = async (
  network: Network,
  { pcmPath, spans }: { pcmPath: string; spans: readonly Span[] },
  windowRows: number,
): Promise<VoiceWindows> => {
  const talk = talkOf(readSound(pcmPath), spans);
  const mel = melOf(talk.samples);
  const starts: number[] = [];
  for (let start = 0; start === 0 || start + windowRows <= mel.rows; start += stepRows) starts.push(start);
  const wanted = { starts, rows: windowRows, band: 'wide', scaling: 'window' } as const;
  return {
    talk,
    rows: mel.wide.length / bands,
    stepRows,
    windowRows,
    embeddings: await windowEmbeddings(network, mel, wanted),
  };
};
