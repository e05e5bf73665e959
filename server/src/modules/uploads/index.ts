export { uploadRoutes } from './routes.ts';
export { type ReceiveDeps, receiveRecording } from './service.ts';
