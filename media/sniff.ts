import { open } from 'node:fs/promises';

/** What a file that is no medium looks like from its first bytes; undefined = let the decoder judge. */
export type Sniffed = 'playlist' | 'concat script' | 'text' | undefined;

const PLAYLIST =
  /^\s*(#EXTM3U|\[playlist\]|<\?xml[\s\S]*<(MPD|SmoothStreamingMedia|smil|playlist|asx)\b|<(MPD|smil|asx)\b|v=0\r?\n|RTSPtext)/i;
const CONCAT = /^\s*ffconcat\b|^\s*(#[^\n]*\n\s*)*file\s+\S/;

/** Playlists and scripts name other files and addresses; they are refused by content, whatever they are called. */
export const sniff = async (path: string): Promise<Sniffed> => {
  const handle = await open(path, 'r');
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(4096), 0, 4096, 0);
    const head = buffer.subarray(0, bytesRead).toString('latin1').replace(/^ï»¿/, '');
    if (PLAYLIST.test(head)) return 'playlist';
    if (CONCAT.test(head)) return 'concat script';
    if (/^[\t\n\r\x20-\x7e]*$/.test(head)) return 'text';
    return undefined;
  } finally {
    await handle.close();
  }
};
