import { autocompletion, type CompletionContext, completionKeymap } from '@codemirror/autocomplete';
import { defaultKeymap, history, historyKeymap, indentWithTab } from '@codemirror/commands';
import { yaml } from '@codemirror/lang-yaml';
import { linter, lintGutter, lintKeymap, type Diagnostic as Mark } from '@codemirror/lint';
import { EditorView, hoverTooltip, keymap, lineNumbers } from '@codemirror/view';
import {
  complete,
  type Diagnostic,
  diagnose,
  diagnoseRegexes,
  hover,
  positionOf,
} from '@mingjian/rules/language/index.ts';
import { offsetOf } from '@mingjian/rules/language/position.ts';
import type { Resolve } from './shipped-source.ts';

export type EditorOptions = {
  name: string;
  locale: 'zh' | 'en';
  label: string;
  resolve: Resolve;
  onChange: (source: string) => void;
  /** The words on the button that puts the right word in. */
  correct: (word: string) => string;
};

const markOf =
  (source: string, options: EditorOptions) =>
  (found: Diagnostic): Mark => ({
    from: offsetOf(source, found.range.from),
    to: offsetOf(source, found.range.to),
    severity: found.severity,
    message: found.message,
    ...(found.suggestion === undefined
      ? {}
      : {
          actions: [
            {
              name: options.correct(found.suggestion),
              apply: (view: EditorView, from: number, to: number) =>
                view.dispatch({ changes: { from, to, insert: found.suggestion as string } }),
            },
          ],
        }),
  });

/** Regular expressions are tried only once the writer has rested this long: the check is slow. */
const restMs = 1_200;
const rested = (): Promise<void> => new Promise((done) => setTimeout(done, restMs));

/** CodeMirror uses the longest delay of all linters for each, so the slow one waits by itself. */
const lints = (options: EditorOptions) => {
  const compile = { file: `${options.name}.yaml`, resolve: options.resolve };
  const quick = (view: EditorView) => {
    const source = view.state.doc.toString();
    return diagnose(source, compile).map(markOf(source, options));
  };
  const slow = async (view: EditorView) => {
    const { doc } = view.state;
    await rested();
    if (!view.state.doc.eq(doc)) return [];
    return diagnoseRegexes(doc.toString(), compile).map(markOf(doc.toString(), options));
  };
  return [linter(quick, { delay: 300 }), linter(slow, { delay: 300 })];
};

const offers =
  ({ locale }: EditorOptions) =>
  (context: CompletionContext) => {
    const source = context.state.doc.toString();
    const found = complete(source, positionOf(source, context.pos));
    const first = found[0];
    if (first === undefined) return null;
    return {
      from: offsetOf(source, first.range.from),
      to: offsetOf(source, first.range.to),
      options: found.map(({ label, insert, meaning }) => ({
        label,
        apply: insert,
        ...(meaning === undefined ? {} : { detail: meaning[locale] }),
      })),
    };
  };

const explainUnderPointer = ({ locale }: EditorOptions) =>
  hoverTooltip((view, pos) => {
    const source = view.state.doc.toString();
    const found = hover(source, positionOf(source, pos));
    if (found === undefined) return null;
    const dom = document.createElement('div');
    dom.className = 'rule-hover';
    dom.textContent = found.markdown[locale];
    return { pos: offsetOf(source, found.range.from), end: offsetOf(source, found.range.to), create: () => ({ dom }) };
  });

/** The editor's abilities. Tab indents; Escape and then Tab leaves (CodeMirror's own way out). */
export const abilitiesOf = (options: EditorOptions) => [
  lineNumbers(),
  // Without sideways scrolling there is no region that only a mouse could scroll.
  EditorView.lineWrapping,
  EditorView.theme({ '&': { maxHeight: '60vh' }, '.cm-scroller': { overflow: 'auto' } }),
  EditorView.scrollMargins.of(() => ({ top: 24, bottom: 24 })),
  history(),
  yaml(),
  lintGutter(),
  lints(options),
  autocompletion({ override: [offers(options)] }),
  explainUnderPointer(options),
  keymap.of([...completionKeymap, ...lintKeymap, ...historyKeymap, ...defaultKeymap, indentWithTab]),
  EditorView.contentAttributes.of({ 'aria-label': options.label }),
  EditorView.updateListener.of((update) => update.docChanged && options.onChange(update.state.doc.toString())),
];
