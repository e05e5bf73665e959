export { headRoutes } from './routes.ts';
export { ownHeadsFile } from './service/index.ts';
