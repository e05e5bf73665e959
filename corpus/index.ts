export * from './duplicates.ts';
export * from './figures.ts';
export * from './read.ts';
export * from './record.ts';
export * from './split.ts';
