export { sessionRoutes } from './routes.ts';
export { moveSession, sessionOf } from './service/index.ts';
export { ProductName, Uuid, VerdictName } from './service/schemas.ts';
export { hasRecording, insertSession, type Session, type SessionChange, sessionOfSystem } from './store.ts';
