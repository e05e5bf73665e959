import { EditorState } from '@codemirror/state';
import { EditorView } from '@codemirror/view';
import { type Ref, useEffect, useImperativeHandle, useRef } from 'react';
import { abilitiesOf, type EditorOptions } from './editor.ts';

export type EditorHandle = { jumpTo: (line: number) => void; replace: (source: string) => void };

/** The text editor. `initial` and `options` are read once; to replace the text (undoable) use the handle. */
export const SourceEditor = (props: { initial: string; options: EditorOptions; ref: Ref<EditorHandle> }) => {
  const parent = useRef<HTMLDivElement>(null);
  const view = useRef<EditorView>(undefined);
  const first = useRef(props);
  useEffect(() => {
    const { initial, options } = first.current;
    const state = EditorState.create({ doc: initial, extensions: abilitiesOf(options) });
    const made = new EditorView({ state, parent: parent.current as HTMLDivElement });
    // The scrolling area can be reached and moved by keyboard too.
    made.scrollDOM.tabIndex = 0;
    view.current = made;
    return () => made.destroy();
  }, []);
  useImperativeHandle(props.ref, () => ({
    jumpTo: (line) => {
      const made = view.current;
      if (made === undefined) return;
      const { from } = made.state.doc.line(Math.min(Math.max(line, 1), made.state.doc.lines));
      made.dispatch({ selection: { anchor: from }, effects: EditorView.scrollIntoView(from, { y: 'center' }) });
      made.focus();
    },
    replace: (source) =>
      view.current?.dispatch({ changes: { from: 0, to: view.current.state.doc.length, insert: source } }),
  }));
  return <div ref={parent} className="rule-source" />;
};
