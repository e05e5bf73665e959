export { inspectionWork } from './perform.ts';
export { inspectionRoutes } from './routes.ts';
export { adoptOrphans, keepResult, requestRun, resultOf, retryRun } from './service.ts';
export { hasFinding, insertRun, runOf } from './store.ts';
export type { Result } from './worker.ts';
