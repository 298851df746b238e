import type { GraphMark, GraphMarks } from "../../../graph/graph-store.ts";
import type { Problem } from "../check/protocol.ts";
import { nodeAt, type Outline } from "../outline/outline.ts";

/** The nodes of a workflow that have problems, by their path in the graph. */
export function problemNodes(problems: readonly Problem[], outline: Outline, workflow: string): GraphMarks {
  const found = new Map<string, Problem[]>();
  for (const problem of problems) {
    if (problem.severity === "info") continue;
    const at = nodeAt(outline, problem.from);
    if (at?.workflow.name !== workflow || !at.node) continue;
    found.set(at.node.path, [...(found.get(at.node.path) ?? []), problem]);
  }
  return new Map([...found].map(([path, own]) => [path, toMark(own)]));
}

function toMark(problems: readonly Problem[]): GraphMark {
  const worst = problems.find(({ severity }) => severity === "error") ?? problems[0];
  const count = problems.length === 1 ? "1 problem" : `${problems.length} problems`;
  return { text: `${count}, line ${worst?.line}`, severity: worst?.severity === "error" ? "error" : "warning" };
}
