export { calibrated, curveOf, operatingPoint, plattLine, type Unseen } from './calibrate.ts';
export { labelFacts, labelsHeard, labelsUnheard } from './facts.ts';
export { featuresOf, type HeardTurn, type TurnFeatures } from './features.ts';
export { decodeHeads, encodeHeads } from './file.ts';
export { type Curve, type Heads, logitsOf, scoresOf } from './heads.ts';
export { hearTurns } from './hear.ts';
export { type Lexicon, openLexicon } from './lexicon.ts';
export { openTurnScorer, type TurnScorer, type TurnScores } from './score.ts';
export { type Example, type Trained, type TrainOptions, trainHeads } from './train.ts';
