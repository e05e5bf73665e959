/** The classes of tests, told apart by file name. Times are limits for one file, generous: they end what hangs. */
export type TestClass = { name: string; holds: (file: string) => boolean; concurrency: number; fileTimeoutMs: number };

const isTest = (file: string) => /\.test\.tsx?$/.test(file);

export const testClasses: readonly TestClass[] = [
  {
    name: 'unit',
    holds: (file) => isTest(file) && !/\.(int|media)\.test\.tsx?$/.test(file),
    concurrency: 2,
    fileTimeoutMs: 120_000,
  },
  { name: 'int', holds: (file) => /\.int\.test\.tsx?$/.test(file), concurrency: 2, fileTimeoutMs: 300_000 },
  // One at a time: each of these fills both cores by itself.
  { name: 'media', holds: (file) => /\.media\.test\.tsx?$/.test(file), concurrency: 1, fileTimeoutMs: 600_000 },
  { name: 'e2e', holds: (file) => /^e2e\/.*\.spec\.ts$/.test(file), concurrency: 1, fileTimeoutMs: 600_000 },
];
