import { create } from "@bufbuild/protobuf";
import {
  type ExecutionCreateRequest,
  ExecutionCreateRequestSchema,
  ExecutionMetadata_ExecutionMode,
} from "@skein/spec/gen/flyteidl/admin/execution_pb";
import type { LaunchRequest } from "@skein/spec/gen/skein/console/v1/console_pb";

/** What the launch form asks for, as AdminService's CreateExecution. */
export const launchRequest = (request: LaunchRequest): ExecutionCreateRequest =>
  create(ExecutionCreateRequestSchema, {
    project: request.project,
    domain: request.domain,
    name: request.name,
    ...(request.inputs ? { inputs: request.inputs } : {}),
    spec: {
      ...(request.target ? { launchPlan: request.target } : {}),
      metadata: request.reference
        ? { mode: ExecutionMetadata_ExecutionMode.RELAUNCH, referenceExecution: request.reference }
        : { mode: ExecutionMetadata_ExecutionMode.MANUAL },
      maxParallelism: request.maxParallelism,
      overwriteCache: request.overwriteCache,
      labels: { values: request.labels },
    },
  });
