import { clone, create } from "@bufbuild/protobuf";
import { timestampFromMs, timestampMs } from "@bufbuild/protobuf/wkt";
import {
  WorkflowExecution_Phase as ExecutionPhase,
  NodeExecution_Phase as Phase,
} from "@skein/spec/gen/flyteidl/core/execution_pb";
import { type LiteralMap, LiteralMapSchema } from "@skein/spec/gen/flyteidl/core/literals_pb";
import {
  type ComparedExecution,
  ComparedExecutionSchema,
  type ComparedNode,
  ComparedNodeSchema,
  type Comparison,
  ComparisonSchema,
  type ExecutionView,
  ExecutionViewSchema,
  type NodeSummary,
  NodeSummarySchema,
  Sameness,
} from "@skein/spec/gen/skein/console/v1/console_pb";

/** The execution of the page beside one that succeeded: a little faster, all nodes well, other inputs. */
export function seedComparison(view: ExecutionView, names: readonly string[]): Comparison {
  const sides = names.map((name) => (name === view.execution?.id?.name ? view : succeeded(view, name)));
  const paths = (view.graph?.nodes ?? []).map(({ path }) => path);
  return create(ComparisonSchema, {
    executions: sides.map(comparedExecution),
    nodes: paths.map((path) => comparedNode(sides, path)),
  });
}

function comparedExecution({ execution, inputs, outputs, error }: ExecutionView): ComparedExecution {
  return create(ComparedExecutionSchema, {
    ...(execution ? { execution } : {}),
    ...(inputs ? { inputs } : {}),
    ...(outputs ? { outputs } : {}),
    ...(error ? { error } : {}),
  });
}

function comparedNode(sides: readonly ExecutionView[], path: string): ComparedNode {
  const node = sides[0]?.graph?.nodes.find((each) => each.path === path);
  const summaries = sides.map(({ nodes }) => nodes.find((each) => each.path === path));
  const differs = (when: boolean) => (when ? Sameness.DIFFERENT : Sameness.SAME);
  return create(ComparedNodeSchema, {
    path,
    name: node?.name ?? path,
    ...(node ? { kind: node.kind } : {}),
    cells: summaries.map((summary) => ({ inGraph: true, ...(summary ? { summary } : {}) })),
    inputs: differs(path.endsWith("7") || path.endsWith("1")),
    outputs: differs(path.endsWith("1")),
    spec: differs(path.endsWith("8")),
  });
}

function succeeded(view: ExecutionView, name: string): ExecutionView {
  const copy = clone(ExecutionViewSchema, view);
  if (copy.execution?.id) copy.execution.id.name = name;
  if (copy.execution) {
    copy.execution.phase = ExecutionPhase.SUCCEEDED;
    copy.execution.endedAt = timestampFromMs(Date.now() - 150_000);
  }
  delete copy.error;
  copy.nodes = view.nodes.map(well);
  copy.inputs = changed(view.inputs);
  return copy;
}

function well(summary: NodeSummary): NodeSummary {
  const { startedAt } = summary;
  if (!startedAt) return summary;
  const copy = clone(NodeSummarySchema, summary);
  const ranMs = summary.endedAt ? timestampMs(summary.endedAt) - timestampMs(startedAt) : 60_000;
  copy.phase = Phase.SUCCEEDED;
  copy.errorHead = "";
  copy.attempt = 0;
  copy.endedAt = timestampFromMs(timestampMs(startedAt) + ranMs * 0.8);
  return copy;
}

function changed(inputs: LiteralMap | undefined): LiteralMap {
  const copy = inputs ? clone(LiteralMapSchema, inputs) : create(LiteralMapSchema);
  const [first] = Object.keys(copy.literals);
  if (first) delete copy.literals[first];
  return copy;
}
