export * from './child.ts';
export * from './detector.ts';
