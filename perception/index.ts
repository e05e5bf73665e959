export { type Engines, openEngines } from './engines.ts';
export { type InspectOptions, inspectRecording } from './inspect.ts';
export { type Stage, type StageProgress, stages } from './stages.ts';
