/** What the editor's helpers know of the text and its surroundings; renewed with every answer of the checker. */
import { StateEffect, StateField } from "@codemirror/state";
import type { RegisteredNames } from "../check/protocol.ts";
import { emptyOutline, type Outline } from "../outline/outline.ts";

export interface Knowledge {
  /** The last that could be read: while the text is no YAML, that of a moment ago. */
  readonly outline: Outline;
  readonly registered: RegisteredNames;
}

export const setKnowledge = StateEffect.define<Knowledge>();

const noKnowledge: Knowledge = {
  outline: emptyOutline,
  registered: { tasks: [], workflows: [], launchPlans: [] },
};

export const knowledgeField = StateField.define<Knowledge>({
  create: () => noKnowledge,
  update: (known, { effects }) => effects.reduce((last, each) => (each.is(setKnowledge) ? each.value : last), known),
});
