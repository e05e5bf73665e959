export { capabilityRoutes } from './routes.ts';
export { bringModels } from './service.ts';
