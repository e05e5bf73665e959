export { auditRoutes } from './routes.ts';
export { type AuditEntry, firstBreak, record } from './service.ts';
