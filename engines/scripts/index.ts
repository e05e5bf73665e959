export * from './must-say.ts';
