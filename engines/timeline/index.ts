export * from './codec.ts';
export * from './conversation.ts';
export * from './fact.ts';
export * from './timeline.ts';
