export { factsRoutes } from './routes.ts';
export type { CallbackRules } from './service/callback.ts';
export { factsWork, isFactsJob } from './service/deliver.ts';
export { type FactsDeps, sweepFacts } from './service/index.ts';
