/** An execution as it stood at a time. Nothing is asked of the server: the phases that were stored tell all of it. */
import { create } from "@bufbuild/protobuf";
import { type Timestamp, timestampFromMs, timestampMs } from "@bufbuild/protobuf/wkt";
import {
  WorkflowExecution_Phase as ExecutionPhase,
  NodeExecution_Phase as Phase,
} from "@skein/spec/gen/flyteidl/core/execution_pb";
import {
  ExecutionRowSchema,
  type ExecutionView,
  ExecutionViewSchema,
  type NodeCounts,
  NodeCountsSchema,
  type NodeSummary,
} from "@skein/spec/gen/skein/console/v1/console_pb";
import { nodeAt } from "./node-at.ts";

/** The same view once the execution had ended. */
export function viewAt(view: ExecutionView, at: number): ExecutionView {
  const { execution } = view;
  const ended = msOf(execution?.endedAt);
  if (!execution || (ended !== undefined && ended <= at)) return view;
  const nodes = view.nodes.flatMap((node) => nodeAt(node, at) ?? []);
  const started = msOf(execution.startedAt);
  const isFailing = nodes.some(({ path, phase }) => path === view.errorPath && failures.has(phase));
  const phase =
    started === undefined || started > at
      ? ExecutionPhase.QUEUED
      : isFailing
        ? ExecutionPhase.FAILING
        : ExecutionPhase.RUNNING;
  const { startedAt, ...row } = execution;
  return create(ExecutionViewSchema, {
    ...view,
    execution: create(ExecutionRowSchema, {
      ...row,
      phase,
      ...(phase === ExecutionPhase.QUEUED || !startedAt ? {} : { startedAt }),
      endedAt: timestampFromMs(at),
      nodes: countsOf(nodes, execution.nodes?.total ?? 0),
    }),
    nodes,
    ...(isFailing ? {} : { error: undefined, errorPath: "" }),
    abortCause: "",
    outputs: undefined,
  });
}

const failures: ReadonlySet<Phase> = new Set([Phase.FAILED, Phase.FAILING, Phase.TIMED_OUT]);

/** As the server counts them. */
const counted: Partial<Record<Phase, "queued" | "running" | "succeeded" | "failed" | "aborted" | "skipped">> = {
  [Phase.QUEUED]: "queued",
  [Phase.RUNNING]: "running",
  [Phase.FAILING]: "running",
  [Phase.DYNAMIC_RUNNING]: "running",
  [Phase.SUCCEEDED]: "succeeded",
  [Phase.RECOVERED]: "succeeded",
  [Phase.FAILED]: "failed",
  [Phase.TIMED_OUT]: "failed",
  [Phase.ABORTED]: "aborted",
  [Phase.SKIPPED]: "skipped",
};

function countsOf(nodes: readonly NodeSummary[], total: number): NodeCounts {
  const counts = create(NodeCountsSchema, { total });
  for (const { path, phase } of nodes) {
    const name = counted[phase];
    if (name && !/(^|\/)(start|end)-node$/.test(path)) counts[name] += 1;
  }
  return counts;
}

const msOf = (time: Timestamp | undefined): number | undefined => (time ? timestampMs(time) : undefined);
