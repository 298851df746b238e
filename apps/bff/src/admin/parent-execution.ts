/** An execution that a node of another one launches: what it takes over from there (admin-api.md §3.1). */
import { create, fromBinary } from "@bufbuild/protobuf";
import {
  ExecutionMetadataSchema,
  type ExecutionSpec,
  ExecutionSpecSchema,
} from "@skein/spec/gen/flyteidl/admin/execution_pb";
import { Problem } from "@skein/spec/problem";
import type { Database } from "../store/database.ts";
import { getNodeExecution } from "./lookups.ts";
import { requireNodeExecutionId } from "./request-checks.ts";

export interface Inherited {
  readonly spec: ExecutionSpec;
  /** Row of the node that launches it. */
  readonly parentNodeId: number | undefined;
}

/** Launch plans that launch each other without end would fill the store: so many levels there may be, if nobody says. */
export const standardNesting = 20;

class NestedTooDeep extends Problem {
  readonly kind = "precondition";

  constructor(parent: string, deepest: number) {
    super(
      `Execution ${parent} is ${deepest} levels inside others, and at most ${deepest} may be; does a launch plan launch ` +
        "itself, by way of its own workflow? If it is meant so, set SKEIN_MAX_NESTING",
    );
  }
}

/** @throws NestedTooDeep, and MissingEntity when the request names a parent that is not there */
export function inheritFromParent(db: Database, spec: ExecutionSpec, deepest = standardNesting): Inherited {
  const named = spec.metadata?.parentNodeExecution;
  if (!named) return { spec, parentNodeId: undefined };
  const { execution, node } = getNodeExecution(db, requireNodeExecutionId(named));
  const parent = fromBinary(ExecutionSpecSchema, execution.spec);
  const nesting = (parent.metadata?.nesting ?? 0) + 1;
  if (nesting > deepest) throw new NestedTooDeep(execution.execution_name, deepest);
  const clusterLabel = parent.executionClusterLabel;
  return {
    spec: create(ExecutionSpecSchema, {
      ...spec,
      ...(clusterLabel && { executionClusterLabel: clusterLabel }),
      metadata: {
        ...(spec.metadata ?? create(ExecutionMetadataSchema)),
        nesting,
        principal: parent.metadata?.principal ?? "",
      },
    }),
    parentNodeId: node.id,
  };
}
