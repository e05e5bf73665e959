import type { NpmSource, Wheel } from '../lock.ts';

export type FetchContext = {
  /** Folder for the archive; what a broken attempt left there is used again. */
  dir: string;
  /** Bytes of this archive that have come so far. */
  onBytes(received: number): void;
  signal?: AbortSignal;
};

/** The ways in from outside. Each returns the path of a complete, verified archive; tests give their own. */
export type Fetchers = {
  npm(source: NpmSource, context: FetchContext): Promise<string>;
  wheel(wheel: Wheel, context: FetchContext): Promise<string>;
  /** Not verified here: the lock knows the digest of the file, not of the transfer. */
  https(url: string, context: FetchContext & { fileName: string }): Promise<string>;
};
