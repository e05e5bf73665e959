import { cleanInsuranceSale, cleanWealthSale } from './clean.ts';
import type { DemoScript } from './script.ts';
import { leftThePicture, promisedReturn, vagueAnswers } from './violations.ts';

export { type DemoRun, makeDemoRecording } from './record.ts';
export type { DemoScript, DemoTurn } from './script.ts';
export { demoTextSamples } from './text-samples.ts';

/** The five spoken sessions, in the order in which they are made: one clean, one bad first, so both show early. */
export const demoSessions: DemoScript[] = [
  cleanWealthSale,
  promisedReturn,
  leftThePicture,
  vagueAnswers,
  cleanInsuranceSale,
];
