export { sessionRoutes } from './routes.ts';
export { ProductName, Uuid, VerdictName } from './schemas.ts';
export { sessionOf } from './service.ts';
export { insertSession, type Session, type SessionChange, sessionOfSystem, updateSession } from './store.ts';
