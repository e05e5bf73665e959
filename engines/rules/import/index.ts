export { type AlibabaOptions, importAlibaba } from './alibaba.ts';
export { importBaidu } from './baidu.ts';
export type { Carried, Imported, Lost } from './draft.ts';
