export { rulebookRoutes } from './routes.ts';
