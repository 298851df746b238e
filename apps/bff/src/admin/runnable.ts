/** Whether the engine and the runner can run a workflow today: refused at launch in words, not half-way through. */
import { isInProcess } from "@skein/engine/in-process-task";
import { supportedBy, UnsupportedNode } from "@skein/engine/supported";
import type { CompiledWorkflowClosure } from "@skein/spec/gen/flyteidl/core/compiler_pb";
import type { TaskTemplate } from "@skein/spec/gen/flyteidl/core/tasks_pb";
import { formatIdentifier } from "@skein/spec/identifier";
import { Problem } from "@skein/spec/problem";

class UnsupportedTask extends Problem {
  readonly kind = "precondition";
}

/** @throws UnsupportedNode, UnsupportedTask naming each node or task that cannot be run */
export function requireRunnable(closure: CompiledWorkflowClosure): void {
  const unsupported = supportedBy(closure);
  if (unsupported.length > 0) throw new UnsupportedNode(unsupported);
  const refusals = closure.tasks.flatMap(({ template }) => (template && whyNot(template)) ?? []);
  if (refusals.length > 0) throw new UnsupportedTask(refusals.join("\n"));
}

/** One sentence; undefined when it can be run. */
function whyNot({ id, type, target }: TaskTemplate): string | undefined {
  const task = `Task ${formatIdentifier(id)} is of type ${type}`;
  // Its SDK leaves the elements to a Kubernetes plugin of old (§4.5); what a newer one makes of a map is an array node.
  if (type === "container_array") return `${task}, an old form of a map; register it with a newer flytekit`;
  if (target.case === "container" || isInProcess(type)) return undefined;
  return `${task}, which has no container and cannot be run yet`;
}
