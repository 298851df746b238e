/**
 * Quick fixes at the cursor, by Ctrl+. or Cmd+. : one is applied at once, of several one is chosen in a menu that the
 * arrows go through.
 */
import { type EditorState, type Extension, Prec, StateEffect, StateField } from "@codemirror/state";
import { type EditorView, keymap, showTooltip, type Tooltip } from "@codemirror/view";
import type { Problem, TextEdit } from "../check/protocol.ts";
import { applyEdit, fixLabel } from "./problem-marks.ts";

export interface OfferedFix {
  readonly label: string;
  readonly edit: TextEdit;
}

/** Fixes of the problems on the cursor's line, those at the cursor first. */
export function fixesAt(state: EditorState, problems: readonly Problem[]): OfferedFix[] {
  const { head } = state.selection.main;
  const line = state.doc.lineAt(head);
  const isHere = ({ from, to }: Problem) => from <= head && head <= to;
  return problems
    .filter(({ from, to }) => from <= line.to && to >= line.from)
    .toSorted((a, b) => Number(isHere(b)) - Number(isHere(a)))
    .flatMap(({ hints }) => hints.flatMap(({ text, edit }) => (edit ? [{ label: fixLabel(edit, text), edit }] : [])));
}

interface Menu {
  readonly fixes: readonly OfferedFix[];
  readonly chosen: number;
}

const setMenu = StateEffect.define<Menu | undefined>();

const menuField = StateField.define<Menu | undefined>({
  create: () => undefined,
  update(menu, { effects, docChanged, selection }) {
    const set = effects.findLast((each) => each.is(setMenu));
    if (set?.is(setMenu)) return set.value;
    return docChanged || selection ? undefined : menu;
  },
  provide: (field) => showTooltip.compute([field], (state) => tooltipOf(state, state.field(field))),
});

function tooltipOf(state: EditorState, menu: Menu | undefined): Tooltip | null {
  if (!menu) return null;
  return {
    pos: state.selection.main.head,
    create: (view) => {
      const dom = document.createElement("ul");
      dom.className = "cm-fix-menu";
      dom.setAttribute("role", "listbox");
      dom.setAttribute("aria-label", "Quick fixes");
      for (const [at, { label, edit }] of menu.fixes.entries()) {
        const item = document.createElement("li");
        item.setAttribute("role", "option");
        item.setAttribute("aria-selected", String(at === menu.chosen));
        item.textContent = label;
        item.addEventListener("mousedown", (event) => {
          event.preventDefault();
          applyEdit(view, edit);
        });
        dom.append(item);
      }
      return { dom };
    },
  };
}

/** Opens the menu, or applies the only fix. False when there is none. */
export function offerFixes(view: EditorView, fixes: readonly OfferedFix[]): boolean {
  const [first, second] = fixes;
  if (!first) return false;
  if (second) view.dispatch({ effects: setMenu.of({ fixes, chosen: 0 }) });
  else applyEdit(view, first.edit);
  return true;
}

function step(view: EditorView, by: number): boolean {
  const menu = view.state.field(menuField);
  if (!menu) return false;
  const chosen = (menu.chosen + by + menu.fixes.length) % menu.fixes.length;
  view.dispatch({ effects: setMenu.of({ ...menu, chosen }) });
  return true;
}

function accept(view: EditorView): boolean {
  const menu = view.state.field(menuField);
  const fix = menu?.fixes[menu.chosen];
  if (!fix) return false;
  applyEdit(view, fix.edit);
  return true;
}

function close(view: EditorView): boolean {
  if (!view.state.field(menuField)) return false;
  view.dispatch({ effects: setMenu.of(undefined) });
  return true;
}

export const fixMenu: Extension = [
  menuField,
  Prec.highest(
    keymap.of([
      { key: "ArrowDown", run: (view) => step(view, 1) },
      { key: "ArrowUp", run: (view) => step(view, -1) },
      { key: "Enter", run: accept },
      { key: "Escape", run: close },
    ]),
  ),
];
