export { addFrom } from './carry.ts';
export { modelsCommand } from './command.ts';
export { type EnsureOptions, ensureModel, type ModelProgress, type ReadyModel } from './ensure.ts';
export type { Fetchers } from './fetch/ports.ts';
export { type CheckedModel, checkModels, type ListedModel, listModels, type ModelState } from './list.ts';
export { type Model, type ModelFile, requiredModels } from './lock.ts';
export { type ResolvedModel, type ResolveOptions, resolveModel } from './resolve.ts';
