/** Whether the engine and the runner can run a workflow today: refused at launch in words, not half-way through. */
import { isInProcess } from "@skein/engine/in-process-task";
import { supportedBy, UnsupportedNode } from "@skein/engine/supported";
import type { CompiledWorkflowClosure } from "@skein/spec/gen/flyteidl/core/compiler_pb";
import { formatIdentifier } from "@skein/spec/identifier";
import { Problem } from "@skein/spec/problem";

class UnsupportedTask extends Problem {
  readonly kind = "precondition";
}

/** @throws UnsupportedNode, UnsupportedTask naming each node or task that cannot be run */
export function requireRunnable(closure: CompiledWorkflowClosure): void {
  const unsupported = supportedBy(closure);
  if (unsupported.length > 0) throw new UnsupportedNode(unsupported);
  const refusals = closure.tasks.flatMap(({ template }) =>
    !template || template.target.case === "container" || isInProcess(template.type)
      ? []
      : [
          `Task ${formatIdentifier(template.id)} is of type ${template.type}, which has no container and cannot be run yet`,
        ],
  );
  if (refusals.length > 0) throw new UnsupportedTask(refusals.join("\n"));
}
