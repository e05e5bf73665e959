import type { Verdict } from '@mingjian/rules';

/** 0 pass · 1 fail · 2 undecidable · 3 unusable input (docs/reference/formats.md). */
export const exitOf = { pass: 0, fail: 1, undecidable: 2 } as const satisfies Record<Verdict, number>;
export const unusableExit = 3;
export const usageExit = 64;

/** Of several files the worst decides: 3, then 1, then 2, then 0. */
export const worstExit = (exits: readonly number[]): number => [3, 1, 2].find((exit) => exits.includes(exit)) ?? 0;
