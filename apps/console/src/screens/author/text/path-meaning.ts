/** What a path of the text is about: which workflow, which node. */
import type { Outline, OutlineNode, OutlineWorkflow } from "../outline/outline.ts";

type Path = readonly (string | number)[];

export interface PathMeaning {
  readonly workflow: OutlineWorkflow | undefined;
  /** The path of the node in the graph, also where the outline does not know it yet. */
  readonly nodePath: string;
  readonly node: OutlineNode | undefined;
  /** The rest of the path, inside the node: `["with", "text"]`. */
  readonly inside: Path;
}

export function meaningOf(path: Path, { workflows }: Outline): PathMeaning | undefined {
  const [section, name, part, id, ...rest] = path;
  if (section !== "workflows" || typeof name !== "string") return undefined;
  const workflow = workflows.find((each) => each.name === name);
  const isNode = part === "nodes" && typeof id === "string";
  if (!isNode && part !== "onFailure") return { workflow, nodePath: "", node: undefined, inside: path.slice(2) };
  let [nodePath, last, inside] = isNode ? [id, id, rest] : ["efn", "efn", path.slice(3)];
  for (let arm = armOf(inside, last); arm; arm = armOf(inside, last)) {
    last = arm.id;
    nodePath = `${nodePath}/${arm.id}`;
    inside = inside.slice(arm.length);
  }
  return { workflow, nodePath, node: workflow?.nodes.find((each) => each.path === nodePath), inside };
}

/** The node inside a switch that the path goes on into. */
function armOf([first, second, third]: Path, id: string): { id: string; length: number } | undefined {
  if (first === "switch" && typeof second === "number" && third === "then")
    return { id: `${id}-case${second}`, length: 3 };
  return first === "else" ? { id: `${id}-else`, length: 1 } : undefined;
}

/** The type that is due at a value of `with` or `over`; empty where it is not known. */
export function dueType({ node, inside }: PathMeaning): string {
  const [key, input, ...deeper] = inside;
  if ((key !== "with" && key !== "over") || deeper.length > 0) return "";
  return node?.inputs.find(({ name }) => name === input)?.type ?? "";
}
