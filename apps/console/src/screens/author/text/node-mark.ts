/** The lines of the node that is selected in the graph. */
import { type Extension, RangeSetBuilder, StateEffect, StateField } from "@codemirror/state";
import { Decoration, type DecorationSet, EditorView } from "@codemirror/view";
import type { Place } from "../outline/outline.ts";

/** Marks the lines of a place; undefined takes the mark away. */
export const markNode = StateEffect.define<Place | undefined>();

const markedLine = Decoration.line({ class: "cm-node-line" });

const nodeMark = StateField.define<DecorationSet>({
  create: () => Decoration.none,
  update(marks, { effects, changes, state }) {
    const mark = effects.findLast((each) => each.is(markNode));
    if (!mark?.is(markNode)) return marks.map(changes);
    const builder = new RangeSetBuilder<Decoration>();
    if (mark.value) {
      const { doc } = state;
      const last = doc.lineAt(Math.min(mark.value.to, doc.length)).number;
      for (let line = doc.lineAt(Math.min(mark.value.from, doc.length)).number; line <= last; line++) {
        const { from } = doc.line(line);
        builder.add(from, from, markedLine);
      }
    }
    return builder.finish();
  },
  provide: (field) => EditorView.decorations.from(field),
});

export const nodeMarks: Extension = nodeMark;
