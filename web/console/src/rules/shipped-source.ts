import { type CompiledPack, type CompileResult, compilePack } from '@mingjian/rules';

/** `GET /v1/packs/{id}/source`: a shipped pack's text and the text of every pack that it extends, however far. */
export type ShippedSource = {
  name: string;
  version: string;
  source: string;
  bases: { name: string; source: string }[];
};

export type Resolve = (name: string) => CompiledPack | undefined;

/** Finds a base by name among those that came with the pack; each is compiled once, an unknown or broken one is undefined. */
export const resolverOf = ({ bases }: Pick<ShippedSource, 'bases'>): Resolve => {
  const done = new Map<string, CompiledPack | undefined>();
  const resolve: Resolve = (name) => {
    if (done.has(name)) return done.get(name);
    done.set(name, undefined);
    const source = bases.find((base) => base.name === name)?.source;
    const result = source === undefined ? undefined : compilePack(source, { file: `${name}.yaml`, resolve });
    if (result?.ok) done.set(name, result.pack);
    return done.get(name);
  };
  return resolve;
};

export const compileDraft = (name: string, source: string, resolve: Resolve): CompileResult =>
  compilePack(source, { file: `${name}.yaml`, resolve });
