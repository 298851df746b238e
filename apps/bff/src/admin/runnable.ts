/** Whether the engine and the runner can run a workflow today: refused at launch in words, not half-way through. */
import { fromBinary } from "@bufbuild/protobuf";
import { isInProcess } from "@skein/engine/in-process-task";
import { supportedBy, UnsupportedNode } from "@skein/engine/supported";
import { type CompiledWorkflowClosure, CompiledWorkflowClosureSchema } from "@skein/spec/gen/flyteidl/core/compiler_pb";
import type { TaskTemplate } from "@skein/spec/gen/flyteidl/core/tasks_pb";
import { formatIdentifier } from "@skein/spec/identifier";
import { Problem } from "@skein/spec/problem";
import { foreignNeed } from "../runner/foreign-types.ts";
import { BadTaskSpecification, podTaskOf } from "../runner/pod/pod-container.ts";
import type { WorkflowRow } from "../store/tables.ts";

class UnsupportedTask extends Problem {
  readonly kind = "precondition";
}

/**
 * A check that reads each workflow once: reading a large closure takes longer than all the rest of a launch.
 *
 * The check throws UnsupportedNode or UnsupportedTask, naming each node or task that cannot be run.
 */
export function rememberRunnable(): (workflow: Pick<WorkflowRow, "digest" | "closure">) => void {
  const runnable = new Set<string>();
  return ({ digest, closure }) => {
    const key = Buffer.from(digest).toString("hex");
    if (runnable.has(key)) return;
    requireRunnable(fromBinary(CompiledWorkflowClosureSchema, closure));
    runnable.add(key);
  };
}

function requireRunnable(closure: CompiledWorkflowClosure): void {
  const unsupported = supportedBy(closure);
  if (unsupported.length > 0) throw new UnsupportedNode(unsupported);
  const refusals = closure.tasks.flatMap(({ template }) => (template && whyNot(template)) ?? []);
  if (refusals.length > 0) throw new UnsupportedTask(refusals.join("\n"));
}

/** One sentence; undefined when it can be run. */
function whyNot(template: TaskTemplate): string | undefined {
  const { id, type, target } = template;
  const task = `Task ${formatIdentifier(id)} is of type ${type}`;
  // Its SDK leaves the elements to a Kubernetes plugin of old (§4.5); what a newer one makes of a map is an array node.
  if (type === "container_array") return `${task}, an old form of a map; register it with a newer flytekit`;
  const need = foreignNeed(type);
  if (need !== undefined) return `${task}, ${need}`;
  if (target.case === "container" || isInProcess(type)) return undefined;
  try {
    if (podTaskOf(template)) return undefined;
  } catch (reason) {
    if (reason instanceof BadTaskSpecification) return `${task}, and cannot be run here: ${reason.message}`;
    throw reason;
  }
  return `${task}, which has no container and cannot be run yet`;
}
