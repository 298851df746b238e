/** What an execution can lead to, by what is known of it. */
import { WorkflowExecution_Phase as Phase } from "@skein/spec/gen/flyteidl/core/execution_pb";
import { ResourceType } from "@skein/spec/gen/flyteidl/core/identifier_pb";
import type { ExecutionView } from "@skein/spec/gen/skein/console/v1/console_pb";
import { isOngoing } from "../../../flyte/phase-look.ts";
import { comparePath, type LaunchTarget, launchPath } from "../../../paths.ts";
import type { ExecutionId } from "../queries.ts";

/** Why it is not to be recovered; undefined when it can be. */
export function recoveryObstacle({ execution }: ExecutionView): string | undefined {
  if (!execution || isOngoing(execution.phase)) return "It has not ended; what it finishes can be reused once it has";
  return execution.phase === Phase.SUCCEEDED ? "All of it has succeeded; there is nothing to recover" : undefined;
}

/** Where the comparison with the last success is, else with the one before. */
export function comparedWith(id: ExecutionId, { lastSuccess, previous }: ExecutionView): string | undefined {
  const other = lastSuccess ?? previous;
  return other && comparePath(id, [other.name]);
}

/** What was launched, and from where its inputs come. */
export function relaunchTarget(id: ExecutionId, { execution }: ExecutionView): LaunchTarget {
  const plan = execution?.launchPlan;
  const workflow = execution?.workflow;
  if (plan?.resourceType === ResourceType.TASK)
    return { kind: "task", name: plan.name, version: plan.version, from: id.name };
  const ofPlan = plan !== undefined && plan.name !== "" && plan.name !== workflow?.name;
  return {
    kind: ofPlan ? "launchPlan" : "workflow",
    name: (ofPlan ? plan.name : workflow?.name) ?? "",
    version: ofPlan ? plan.version : workflow?.version,
    from: id.name,
  };
}

/** The launch form with this execution's inputs. */
export const relaunchPath = (id: ExecutionId, view: ExecutionView): string => launchPath(id, relaunchTarget(id, view));
