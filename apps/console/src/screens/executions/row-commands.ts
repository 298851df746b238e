/** What can be done with one execution of the list: its keys and its menu are made of this. */
import {
  NodeExecution_Phase as NodePhase,
  WorkflowExecution_Phase as Phase,
} from "@skein/spec/gen/flyteidl/core/execution_pb";
import { ResourceType, type WorkflowExecutionIdentifier } from "@skein/spec/gen/flyteidl/core/identifier_pb";
import {
  BulkAction as Action,
  type ExecutionRow,
  type ExecutionView,
} from "@skein/spec/gen/skein/console/v1/console_pb";
import { isOngoing } from "../../flyte/phase-look.ts";
import { copyText } from "../../frame/notices/copy-text.ts";
import { basename, comparePath, executionPath, launchPath } from "../../paths.ts";
import type { MenuItem } from "../../ui/menu.tsx";

interface RowActs {
  readonly onGo: (path: string) => void;
  readonly onPeek: () => void;
  /** Does it to this one; an abort and a recovery ask first. */
  readonly onBulk: (action: Action) => void;
  /** With what rows do not carry: what failed, and the executions before. */
  readonly onView: (act: (view: ExecutionView) => void) => void;
  /** Says why nothing came of it. */
  readonly onHint: (text: string) => void;
}

export type RowCommand =
  | "open"
  | "peek"
  | "logs"
  | "relaunch"
  | "recover"
  | "abort"
  | "compare"
  | "archive"
  | "copyName"
  | "copyLink";

/** @param view undefined while it is not known: what depends on it is offered, and tells when it comes to nothing */
export function rowCommands(
  row: ExecutionRow & { readonly id: WorkflowExecutionIdentifier },
  view: ExecutionView | undefined,
  { onGo, onPeek, onBulk, onView, onHint }: RowActs,
): Readonly<Record<RowCommand, MenuItem>> {
  const { id, phase, archived } = row;
  const ongoing = isOngoing(phase);
  const withView = (act: (view: ExecutionView) => void) => () => (view ? act(view) : onView(act));
  return {
    open: { text: "Open", icon: "arrowRight", keys: "Enter", act: () => onGo(executionPath(id)) },
    peek: { text: "Peek", icon: "panel", keys: "Space", act: onPeek },
    logs: {
      text: "Logs",
      icon: "logs",
      keys: "l",
      act: withView((of) => {
        const node = failedPath(of);
        onGo(executionPath(id, node ? { node, tab: "logs" } : { view: "logs" }));
      }),
    },
    relaunch: { text: "Relaunch", icon: "rerun", keys: "r", act: () => onGo(relaunchPath(row)) },
    recover: {
      text: "Recover…",
      icon: "recover",
      obstacle: recoveryObstacle(phase),
      act: () => onBulk(Action.RECOVER),
    },
    abort: {
      text: "Abort…",
      icon: "stop",
      keys: "A",
      obstacle: ongoing ? undefined : "It has ended; there is nothing to abort",
      act: () => onBulk(Action.ABORT),
    },
    compare: {
      text: "Compare with last success",
      icon: "io",
      keys: "=",
      obstacle: view && !otherOf(view) ? isFirst : undefined,
      act: withView((of) => {
        const other = otherOf(of);
        if (other) onGo(comparePath(id, [other.name]));
        else onHint(isFirst);
      }),
    },
    archive: {
      text: archived ? "Take out of the archive" : "Archive",
      icon: "archive",
      act: () => onBulk(archived ? Action.UNARCHIVE : Action.ARCHIVE),
    },
    copyName: { text: "Copy name", icon: "copy", act: () => copyText(id.name, "the name") },
    copyLink: {
      text: "Copy link",
      icon: "share",
      keys: "s",
      act: () => copyText(`${location.origin}${basename}${executionPath(id)}`, "the link"),
    },
  };
}

const isFirst = "It is the first execution of its workflow; there is nothing to compare it with";

function recoveryObstacle(phase: Phase): string | undefined {
  if (isOngoing(phase)) return "It has not ended; what it finishes can be reused once it has";
  return phase === Phase.SUCCEEDED ? "All of it has succeeded; there is nothing to recover" : undefined;
}

/** Where the comparison is made with: the last success, else the one before. */
const otherOf = ({ lastSuccess, previous }: ExecutionView) => lastSuccess ?? previous;

const failed: ReadonlySet<NodePhase> = new Set([NodePhase.FAILED, NodePhase.FAILING, NodePhase.TIMED_OUT]);

function failedPath({ errorPath, nodes }: ExecutionView): string | undefined {
  return errorPath || nodes.find(({ phase }) => failed.has(phase))?.path;
}

/** The launch form with this execution's inputs. */
function relaunchPath({ id, launchPlan: plan, workflow }: ExecutionRow & { id: WorkflowExecutionIdentifier }): string {
  if (plan?.resourceType === ResourceType.TASK)
    return launchPath(id, { kind: "task", name: plan.name, version: plan.version, from: id.name });
  const ofPlan = plan !== undefined && plan.name !== "" && plan.name !== workflow?.name;
  const { name = "", version } = (ofPlan ? plan : workflow) ?? {};
  return launchPath(id, { kind: ofPlan ? "launchPlan" : "workflow", name, version, from: id.name });
}
