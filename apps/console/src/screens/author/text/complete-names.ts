/** Completion of names: tasks, workflows and launch plans, in this text and registered, and ids of nodes. */
import type { Completion } from "@codemirror/autocomplete";
import type { OutlineInterface } from "../outline/outline.ts";
import type { CursorPlace } from "./cursor-place.ts";
import type { Knowledge } from "./knowledge.ts";
import { meaningOf } from "./path-meaning.ts";

/** Undefined where no name is due. */
export function completeNames({ path }: CursorPlace, known: Knowledge): Completion[] | undefined {
  const { outline, registered } = known;
  const last = path.at(-1) === "name" ? path.at(-2) : path.at(-1);
  const meaning = meaningOf(path, outline);
  const isOfPlan = path[0] === "launchPlans" && path.length === 3;
  if (isOfPlan && last === "workflow") return named("workflow", outline.workflows, registered.workflows);
  if (!meaning || meaning.nodePath === "") return undefined;
  const [first, ...deeper] = meaning.inside;
  if (first === "after" && deeper.length > 0) {
    const nodes = (meaning.workflow?.nodes ?? []).filter((each) => !each.path.includes("/") && each.path !== "efn");
    return nodes
      .filter((each) => each.path !== meaning.nodePath)
      .map(({ id, kind, target }) => ({ label: id, type: kind ?? "task", detail: target }));
  }
  if (meaning.inside.length > 2 || (deeper.length > 0 && deeper[0] !== "name")) return undefined;
  switch (last) {
    case "task":
    case "map":
      return named("task", outline.tasks, registered.tasks);
    case "workflow": {
      const others = outline.workflows.filter((each) => each !== meaning.workflow);
      return named("workflow", others, registered.workflows);
    }
    case "launchPlan":
      return named("launchPlan", [...outline.launchPlans, ...outline.workflows], registered.launchPlans);
    default:
      return undefined;
  }
}

interface Local extends Partial<OutlineInterface> {
  readonly name: string;
  readonly description?: string;
}

function named(type: string, local: readonly Local[], registered: readonly string[]): Completion[] {
  const own = new Set(local.map(({ name }) => name));
  return [
    ...local.map(
      (each): Completion => ({ label: each.name, type, detail: faceOf(each), boost: 10, info: each.description ?? "" }),
    ),
    ...registered.filter((name) => !own.has(name)).map((label): Completion => ({ label, type, detail: "registered" })),
  ];
}

/** `int, string → float`. */
function faceOf({ inputs = [], outputs = [] }: Local): string {
  const types = (variables: OutlineInterface["inputs"]) => variables.map(({ type }) => type).join(", ");
  return inputs.length + outputs.length === 0 ? "" : `${types(inputs)} → ${types(outputs) || "none"}`;
}
