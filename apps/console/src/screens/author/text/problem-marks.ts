/** Problems in the text: underlined, a sign at the line, a tooltip with the remedies as buttons. */
import { type Action, type Diagnostic, forEachDiagnostic, lintGutter, setDiagnostics } from "@codemirror/lint";
import { type EditorState, type Extension, RangeSetBuilder, type Transaction } from "@codemirror/state";
import { Decoration, type DecorationSet, type EditorView, ViewPlugin, type ViewUpdate } from "@codemirror/view";
import type { Problem, TextEdit } from "../check/protocol.ts";

/** What a button that carries out an edit is called. */
export function fixLabel(edit: TextEdit, text: string): string {
  const word = edit.insert.trim();
  if (word === "") return text.length <= 40 ? text : "Remove it";
  return /^Did you mean/.test(text) && word.length <= 40 ? `Change to ${word}` : text;
}

/** The transaction that shows these problems in place of the last. */
export function showProblems(state: EditorState, problems: readonly Problem[]) {
  const { length } = state.doc;
  const diagnostics = problems.map((problem): Diagnostic => {
    const from = Math.min(problem.from, length);
    // An empty place would show nothing.
    const to = Math.min(Math.max(problem.to, from), length);
    return {
      from,
      to,
      severity: problem.severity,
      source: problem.code,
      message: [problem.message, ...problem.hints.filter(({ edit }) => !edit).map(({ text }) => text)].join("\n"),
      actions: problem.hints.flatMap(({ text, edit }): Action[] =>
        edit ? [{ name: fixLabel(edit, text), apply: (view) => applyEdit(view, edit) }] : [],
      ),
    };
  });
  return setDiagnostics(state, diagnostics);
}

/** One step of the history; the cursor stays with its text. */
export function applyEdit(view: EditorView, { from, to, insert }: TextEdit): void {
  const { length } = view.state.doc;
  view.dispatch({
    changes: { from: Math.min(from, length), to: Math.min(to, length), insert },
    userEvent: "input.fix",
    scrollIntoView: true,
  });
  view.focus();
}

const errorLine = Decoration.line({ class: "cm-error-line" });

/** Lines with an error are tinted. */
const errorLines = ViewPlugin.fromClass(
  class {
    decorations: DecorationSet;

    constructor(view: EditorView) {
      this.decorations = this.read(view);
    }

    update(update: ViewUpdate): void {
      const isNew = update.transactions.some(({ effects }: Transaction) => effects.length > 0);
      if (update.docChanged || isNew) this.decorations = this.read(update.view);
    }

    read({ state }: EditorView): DecorationSet {
      const lines = new Set<number>();
      forEachDiagnostic(state, ({ severity }, from) => {
        if (severity === "error") lines.add(state.doc.lineAt(Math.min(from, state.doc.length)).from);
      });
      const builder = new RangeSetBuilder<Decoration>();
      for (const from of [...lines].sort((a, b) => a - b)) builder.add(from, from, errorLine);
      return builder.finish();
    }
  },
  { decorations: (plugin) => plugin.decorations },
);

export const problemMarks: Extension = [lintGutter(), errorLines];
