/**
 * The editor of one text: CodeMirror with everything of this folder joined. What React needs of it is here; what it
 * tells comes through callbacks.
 */
import { autocompletion, closeBrackets, closeBracketsKeymap, completionKeymap } from "@codemirror/autocomplete";
import { defaultKeymap, history, historyKeymap, indentWithTab } from "@codemirror/commands";
import { yaml } from "@codemirror/lang-yaml";
import { bracketMatching, foldGutter, foldKeymap, indentOnInput, indentUnit } from "@codemirror/language";
import { nextDiagnostic, previousDiagnostic } from "@codemirror/lint";
import { highlightSelectionMatches, search, searchKeymap } from "@codemirror/search";
import { EditorState, type Extension } from "@codemirror/state";
import {
  drawSelection,
  EditorView,
  highlightActiveLine,
  highlightActiveLineGutter,
  highlightSpecialChars,
  type KeyBinding,
  keymap,
  lineNumbers,
} from "@codemirror/view";
import type { Problem, TextEdit } from "../check/protocol.ts";
import type { Place } from "../outline/outline.ts";
import { completeYaml } from "./complete.ts";
import { fixesAt, fixMenu, offerFixes } from "./fix-menu.ts";
import { definitionClicks, definitionKeys, hover } from "./hover.ts";
import { type Knowledge, knowledgeField, setKnowledge } from "./knowledge.ts";
import { look } from "./look.ts";
import { markNode, nodeMarks } from "./node-mark.ts";
import { optionIcon } from "./option-icon.ts";
import { applyEdit, problemMarks, showProblems } from "./problem-marks.ts";

export interface TextEditorParts {
  readonly parent: HTMLElement;
  readonly text: string;
  readonly label: string;
  readonly onText: (text: string) => void;
  /** The cursor moved, by the reader's hand or with the text. */
  readonly onCursor: (offset: number) => void;
  /** Keys of the screen around it: register, save. */
  readonly keys: readonly KeyBinding[];
}

export class TextEditor {
  readonly #view: EditorView;
  #problems: readonly Problem[] = [];

  constructor({ parent, text, label, onText, onCursor, keys }: TextEditorParts) {
    const listener = EditorView.updateListener.of((update) => {
      if (update.docChanged) {
        this.#problems = []; // their places are of the text before
        onText(update.state.doc.toString());
      }
      if (update.docChanged || update.selectionSet) onCursor(update.state.selection.main.head);
    });
    const fixKey = { key: "Mod-.", run: (view: EditorView) => offerFixes(view, fixesAt(view.state, this.#problems)) };
    const extensions: Extension[] = [
      keymap.of([...keys, fixKey, ...definitionKeys]),
      fixMenu,
      basics,
      look,
      problemMarks,
      nodeMarks,
      knowledgeField,
      hover,
      definitionClicks,
      autocompletion({ override: [completeYaml], icons: false, addToOptions: [{ render: optionIcon, position: 20 }] }),
      EditorView.contentAttributes.of({ "aria-label": label, "aria-describedby": "author-editor-keys", tabindex: "0" }),
      listener,
    ];
    this.#view = new EditorView({ parent, state: EditorState.create({ doc: text, extensions }) });
  }

  get text(): string {
    return this.#view.state.doc.toString();
  }

  /** Shows what was found in this text; says nothing when it has changed since. */
  setProblems(text: string, problems: readonly Problem[]): void {
    if (this.text !== text) return;
    this.#problems = problems;
    this.#view.dispatch(showProblems(this.#view.state, problems));
  }

  setKnowledge(known: Knowledge): void {
    this.#view.dispatch({ effects: setKnowledge.of(known) });
  }

  /** Marks the lines of a place; undefined takes the mark away. */
  mark(place: Place | undefined): void {
    this.#view.dispatch({ effects: markNode.of(place) });
  }

  /** Puts the cursor there, in view, and the focus with it. */
  reveal(offset: number, length = 0): void {
    const at = Math.min(offset, this.#view.state.doc.length);
    const head = Math.min(at + length, this.#view.state.doc.length);
    this.#view.dispatch({
      selection: { anchor: at, head },
      effects: EditorView.scrollIntoView(at, { y: "center" }),
    });
    this.#view.focus();
  }

  apply(edit: TextEdit): void {
    applyEdit(this.#view, edit);
  }

  /** Another text in place of this one, as one step that can be undone; what is equal at both ends stays untouched. */
  replace(text: string): void {
    const before = this.text;
    let start = 0;
    while (start < before.length && start < text.length && before[start] === text[start]) start++;
    let end = 0;
    const most = Math.min(before.length, text.length) - start;
    while (end < most && before[before.length - 1 - end] === text[text.length - 1 - end]) end++;
    if (start === before.length && start === text.length) return;
    this.#view.dispatch({
      changes: { from: start, to: before.length - end, insert: text.slice(start, text.length - end) },
      userEvent: "input.replace",
    });
  }

  /** To the next problem, or back to the one before. */
  step(by: 1 | -1): void {
    const move = by === 1 ? nextDiagnostic : previousDiagnostic;
    move(this.#view);
    this.#view.focus();
  }

  focus(): void {
    this.#view.focus();
  }

  destroy(): void {
    this.#view.destroy();
  }
}

const basics: Extension = [
  lineNumbers(),
  foldGutter({ openText: "⌄", closedText: "›" }),
  highlightSpecialChars(),
  history(),
  drawSelection(),
  EditorState.allowMultipleSelections.of(true),
  indentOnInput(),
  indentUnit.of("  "),
  bracketMatching(),
  closeBrackets(),
  highlightActiveLine(),
  highlightActiveLineGutter(),
  highlightSelectionMatches(),
  search({ top: true }),
  yaml(),
  keymap.of([
    { key: "F8", run: nextDiagnostic },
    { key: "Shift-F8", run: previousDiagnostic },
    ...closeBracketsKeymap,
    ...defaultKeymap,
    ...searchKeymap,
    ...historyKeymap,
    ...foldKeymap,
    ...completionKeymap,
    indentWithTab,
  ]),
];
