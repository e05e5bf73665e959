export { sessionRoutes } from './routes.ts';
export { ProductName, Uuid, VerdictName } from './schemas.ts';
export { moveSession, sessionOf } from './service.ts';
export { hasRecording, insertSession, type Session, type SessionChange, sessionOfSystem } from './store.ts';
