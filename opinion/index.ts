export { type AskOptions, askOpinion } from './ask.ts';
export { opinionCapability, opinionFacts, opinionLooked } from './facts.ts';
export type { AskedItem, Opinion, Opinions } from './opinion.ts';
export { checkOpinion, type OpinionSetting, type OpinionSettings, opinionSetting } from './settings.ts';
