export * from './locale/index.ts';
export { Report } from './Report.tsx';
export type * from './types.ts';
export { Unusable } from './Unusable.tsx';
