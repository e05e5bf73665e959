export { type ActionName, type Actions, openActions } from './actions.ts';
export { type InkLook, inkMeter, type RgbFrame } from './ink.ts';
export { type Signing, signingsOf } from './signing.ts';
