/** The sign before a completion: what kind of thing it is, and a tick where its type fits. */
import type { Completion } from "@codemirror/autocomplete";
import { iconElement } from "../../../ui/icon-element.ts";
import type { IconName } from "../../../ui/icon-shapes.tsx";
import type { ReferenceCompletion } from "./complete-references.ts";

const icons: Readonly<Record<string, IconName>> = {
  task: "task",
  map: "map",
  workflow: "workflow",
  launchPlan: "launchPlan",
  switch: "branch",
  approve: "gate",
  signal: "gate",
  sleep: "clock",
  input: "arrowRight",
  key: "tag",
};

export function optionIcon(completion: Completion): Node | null {
  const { fits }: ReferenceCompletion = completion;
  const name = fits ? "check" : (icons[completion.type ?? ""] ?? "minus");
  const icon = iconElement(name, fits ? "its type fits" : undefined);
  icon.setAttribute("class", fits ? "cm-option-fits" : "cm-option-icon");
  return icon;
}
