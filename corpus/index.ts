export * from './duplicates.ts';
export * from './exemplars.ts';
export * from './figures.ts';
export * from './read.ts';
export * from './record.ts';
export * from './second.ts';
export * from './split.ts';
