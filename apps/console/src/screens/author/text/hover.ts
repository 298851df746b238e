/** What the thing under the pointer is, or by F1 at the cursor; and the way to where it is defined, by Ctrl and a click, or F12. */
import { EditorSelection, type Extension, StateEffect, StateField } from "@codemirror/state";
import { EditorView, hoverTooltip, type KeyBinding, keymap, showTooltip, type Tooltip } from "@codemirror/view";
import type { OutlineInterface } from "../outline/outline.ts";
import { knowledgeField } from "./knowledge.ts";
import { type Thing, thingAt } from "./thing-at.ts";

const showCard = StateEffect.define<Tooltip | null>();

/** The card that keys asked for: gone with the next move, key or Escape. */
const askedCard = StateField.define<Tooltip | null>({
  create: () => null,
  update(card, { effects, docChanged, selection }) {
    const asked = effects.findLast((each) => each.is(showCard));
    if (asked?.is(showCard)) return asked.value;
    return docChanged || selection ? null : card;
  },
  provide: (field) => showTooltip.from(field),
});

function cardAt({ state }: EditorView, pos: number): Tooltip | null {
  const thing = thingAt(state.doc.toString(), pos, state.field(knowledgeField));
  return thing ? { pos: thing.at.from, end: thing.at.to, above: true, create: () => ({ dom: cardOf(thing) }) } : null;
}

/** Asked for by a key, it is said to screen readers too. */
function readOut(create: Tooltip["create"]): Tooltip["create"] {
  return (view) => {
    const made = create(view);
    made.dom.setAttribute("role", "status");
    return made;
  };
}

const cardKeys: readonly KeyBinding[] = [
  {
    key: "F1",
    preventDefault: true,
    run(view) {
      const card = cardAt(view, view.state.selection.main.head);
      view.dispatch({ effects: showCard.of(card && { ...card, create: readOut(card.create) }) });
      return true;
    },
  },
  {
    key: "Escape",
    run(view) {
      if (!view.state.field(askedCard)) return false;
      view.dispatch({ effects: showCard.of(null) });
      return true;
    },
  },
];

export const hover: Extension = [askedCard, keymap.of(cardKeys), hoverTooltip(cardAt, { hoverTime: 250 })];
function cardOf({ title, aside, description, face, definition }: Thing): HTMLElement {
  const card = element("div", "author-card");
  const head = element("div", "author-card-head");
  head.append(element("b", "", title), element("span", "author-card-aside", aside));
  card.append(head);
  if (description) card.append(element("p", "", description));
  if (face) card.append(...rowsOf(face));
  if (definition) card.append(element("p", "author-card-key", "Ctrl and click, or F12: where it is defined"));
  return card;
}

function rowsOf({ inputs, outputs }: OutlineInterface): HTMLElement[] {
  const rows = (mark: string, variables: OutlineInterface["inputs"]) =>
    variables.slice(0, 12).map(({ name, type, isOptional }) => {
      const row = element("div", "author-card-row");
      const words = isOptional && mark === "in" ? `${type}, may be left out` : type;
      row.append(element("i", "", mark), element("span", "", name), element("span", "author-card-aside", words));
      return row;
    });
  return [...rows("in", inputs), ...rows("out", outputs)];
}

function element(tag: string, className: string, text = ""): HTMLElement {
  const made = document.createElement(tag);
  if (className) made.className = className;
  made.textContent = text;
  return made;
}

function goToDefinition(view: EditorView, pos: number): boolean {
  const { state } = view;
  const definition = thingAt(state.doc.toString(), pos, state.field(knowledgeField))?.definition;
  if (!definition) return false;
  view.dispatch({
    selection: EditorSelection.cursor(Math.min(definition.from, state.doc.length)),
    effects: EditorView.scrollIntoView(Math.min(definition.from, state.doc.length), { y: "center" }),
  });
  view.focus();
  return true;
}

export const definitionKeys: readonly KeyBinding[] = [
  { key: "F12", run: (view) => goToDefinition(view, view.state.selection.main.head) },
];

export const definitionClicks: Extension = EditorView.domEventHandlers({
  mousedown(event, view) {
    if (event.button !== 0 || !(event.ctrlKey || event.metaKey)) return false;
    const pos = view.posAtCoords(event);
    if (pos === null || !goToDefinition(view, pos)) return false;
    event.preventDefault();
    return true;
  },
});
