export { recordingRoutes } from './routes.ts';
export { openRecordings, type Recordings, recordingOf } from './service/index.ts';
export { findRecording, insertRecording, type Recording } from './store.ts';
