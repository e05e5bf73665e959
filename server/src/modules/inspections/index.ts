export { inspectionRoutes } from './routes.ts';
export { adoptOrphans, keepResult, requestRun, resultOf, retryRun } from './service/index.ts';
export { inspectionWork } from './service/perform.ts';
export type { Result } from './service/worker.ts';
export { hasFinding, insertRun, runOf } from './store.ts';
