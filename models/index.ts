export { type Model, type ModelFile, requiredModels } from './lock.ts';
export { type ResolvedModel, resolveModel } from './resolve.ts';
