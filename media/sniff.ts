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

/**
 * Bytes that the head of an AVI or WAV file announces; undefined for other containers and for recorders that leave the field open.
 * Neither container tells its duration apart from this once its end is cut off.
 */
export const announcedBytes = async (path: string): Promise<number | undefined> => {
  const handle = await open(path, 'r');
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(12), 0, 12, 0);
    if (bytesRead < 12 || buffer.toString('latin1', 0, 4) !== 'RIFF') return undefined;
    const size = buffer.readUInt32LE(4) + 8;
    return size <= 12 || size >= 0xffffff00 ? undefined : size;
  } finally {
    await handle.close();
  }
};
