export { recordingRoutes } from './routes.ts';
export { openRecordings, type Recordings, recordingOf } from './service.ts';
export { findRecording, insertRecording, type Recording } from './store.ts';
