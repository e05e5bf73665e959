import type { Role } from '@mingjian/timeline';

const roles: Record<string, Role> = { A: 'agent', C: 'customer', T: 'third', S: 'system' };
/** The letter before a turn: agent, customer, third, system. */
export const roleOfLetter = (letter: string): Role => roles[letter] ?? 'unknown';
