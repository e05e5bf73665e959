/** What a key means in the report (docs: reference of the review screen; every one is listed by `?`). */
export type Command =
  | { kind: 'toggle' | 'search' | 'help' | 'fit' | 'zoomIn' | 'zoomOut' }
  | { kind: 'finding'; by: 1 | -1 }
  | { kind: 'seek'; byMs: number }
  | { kind: 'frame'; by: 1 | -1 }
  | { kind: 'rate'; rate: number }
  | { kind: 'mark'; decision: 'hit' | 'false_alarm' }
  | { kind: 'whole'; decision: 'pass' | 'fail' | 'undecidable' };

type KeyPress = { key: string; shiftKey: boolean; ctrlKey: boolean; metaKey: boolean; altKey: boolean };

const plain: Record<string, Command> = {
  ' ': { kind: 'toggle' },
  j: { kind: 'finding', by: -1 },
  k: { kind: 'finding', by: 1 },
  ',': { kind: 'frame', by: -1 },
  '.': { kind: 'frame', by: 1 },
  '1': { kind: 'rate', rate: 1 },
  '2': { kind: 'rate', rate: 1.5 },
  '3': { kind: 'rate', rate: 2 },
  '4': { kind: 'rate', rate: 3 },
  y: { kind: 'mark', decision: 'hit' },
  n: { kind: 'mark', decision: 'false_alarm' },
  p: { kind: 'whole', decision: 'pass' },
  f: { kind: 'whole', decision: 'fail' },
  u: { kind: 'whole', decision: 'undecidable' },
  '/': { kind: 'search' },
  '?': { kind: 'help' },
  '+': { kind: 'zoomIn' },
  '=': { kind: 'zoomIn' },
  '-': { kind: 'zoomOut' },
  '0': { kind: 'fit' },
};

/** The command of a key press, or undefined. Keys with Ctrl, Alt or Meta belong to the browser. */
export const commandOf = (press: KeyPress): Command | undefined => {
  if (press.ctrlKey || press.metaKey || press.altKey) return undefined;
  if (press.key === 'ArrowLeft') return { kind: 'seek', byMs: press.shiftKey ? -1_000 : -5_000 };
  if (press.key === 'ArrowRight') return { kind: 'seek', byMs: press.shiftKey ? 1_000 : 5_000 };
  return plain[press.key.toLowerCase()];
};

/** Where a key is typing or operating a control, it is not a command. Space and arrows also operate buttons and ranges. */
export const isTaken = (target: EventTarget | null, key: string): boolean => {
  if (!(target instanceof HTMLElement)) return false;
  if (target.isContentEditable || target.closest('[role=dialog],[role=listbox],[role=menu]') !== null) return true;
  if (target instanceof HTMLInputElement) return target.type !== 'checkbox' || key === ' ';
  if (target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement) return true;
  return key === ' ' && target.closest('button,a,summary') !== null;
};
