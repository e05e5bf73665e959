export { type ActionName, type Actions, openActions } from './actions.ts';
export { type InkLook, type InkMeter, inkMeter, type RgbFrame } from './ink.ts';
export { type Signing, signingsOf } from './signing.ts';
