/** What a stack says of the nodes in it, in the form of a node's own row. */
import { create } from "@bufbuild/protobuf";
import { type Timestamp, timestampMs } from "@bufbuild/protobuf/wkt";
import { NodeExecution_Phase as Phase } from "@skein/spec/gen/flyteidl/core/execution_pb";
import { type NodeSummary, NodeSummarySchema } from "@skein/spec/gen/skein/console/v1/console_pb";

/** Undefined while none of them has begun. */
export function stackSummary(path: string, members: readonly (NodeSummary | undefined)[]): NodeSummary | undefined {
  const begun = members.filter((each): each is NodeSummary => each !== undefined && each.phase !== Phase.UNDEFINED);
  if (begun.length === 0) return undefined;
  const phase = phaseOf(begun, begun.length === members.length);
  const startedAt = utmost(begun, "startedAt", -1);
  const endedAt = active.has(phase) ? undefined : utmost(begun, "endedAt", 1);
  return create(NodeSummarySchema, {
    path,
    phase,
    ...(startedAt ? { startedAt } : {}),
    ...(endedAt ? { endedAt } : {}),
  });
}

/** What goes on before what went wrong, and that before what went well. */
function phaseOf(begun: readonly NodeSummary[], areAll: boolean): Phase {
  const phases = new Set(begun.map(({ phase }) => phase));
  const first = order.find((each) => each.some((phase) => phases.has(phase)))?.[0];
  if (first !== undefined) return first;
  return areAll ? Phase.SUCCEEDED : Phase.QUEUED;
}

const order = [
  [Phase.RUNNING, Phase.DYNAMIC_RUNNING, Phase.FAILING],
  [Phase.QUEUED],
  [Phase.FAILED],
  [Phase.TIMED_OUT],
  [Phase.ABORTED],
] as const;

const active: ReadonlySet<Phase> = new Set([Phase.RUNNING, Phase.QUEUED]);

function utmost(rows: readonly NodeSummary[], field: "startedAt" | "endedAt", sign: 1 | -1): Timestamp | undefined {
  let found: Timestamp | undefined;
  for (const { [field]: at } of rows)
    if (at && (!found || (timestampMs(at) - timestampMs(found)) * sign > 0)) found = at;
  return found;
}
