import { timestampMs } from "@bufbuild/protobuf/wkt";
import { NodeExecution_Phase as Phase } from "@skein/spec/gen/flyteidl/core/execution_pb";
import type { ExecutionView, NodeSummary } from "@skein/spec/gen/skein/console/v1/console_pb";

const failures: ReadonlySet<Phase> = new Set([Phase.FAILED, Phase.FAILING, Phase.TIMED_OUT]);

/** Nodes that failed by themselves, the first first; parents that failed because of a child are left out. */
export function failedNodes(view: ExecutionView): NodeSummary[] {
  const failed = view.nodes.filter(({ phase }) => failures.has(phase));
  const own = failed.filter(({ path }) => !failed.some((other) => other.path.startsWith(`${path}/`)));
  return own.sort((a, b) => endOf(a) - endOf(b));
}

/** The node an execution failed because of: the one its error names, else the first that failed. */
export function findRootCause(view: ExecutionView): NodeSummary | undefined {
  const named = view.errorPath ? view.nodes.find(({ path }) => path === view.errorPath) : undefined;
  return named ?? failedNodes(view)[0];
}

/** What an error says in one line. */
export function firstLine(text: string): string {
  return (
    text
      .split("\n")
      .find((line) => line.trim() !== "")
      ?.trim() ?? ""
  );
}

const endOf = ({ endedAt }: NodeSummary) => (endedAt ? timestampMs(endedAt) : Number.MAX_SAFE_INTEGER);
