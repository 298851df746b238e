/**
 * What entities refer to while they are checked, by full identifier: in the same batch (drafts.ts) or among what is
 * registered. Each answers undefined for what is not there.
 */
import { create } from "@bufbuild/protobuf";
import type { Registered } from "@skein/spec/authoring/registered";
import { type CompiledTask, CompiledTaskSchema } from "@skein/spec/gen/flyteidl/core/compiler_pb";
import type { Identifier } from "@skein/spec/gen/flyteidl/core/identifier_pb";
import type { TypedInterface } from "@skein/spec/gen/flyteidl/core/interface_pb";
import type { LaunchPlanInterface } from "../scope.ts";

/** Answers by exact identifier. */
export interface EntityLookup {
  task(id: Identifier): CompiledTask | undefined;
  launchPlan(id: Identifier): LaunchPlanInterface | undefined;
  workflowInterface(id: Identifier): TypedInterface | undefined;
}

/** Looks where the authoring format looks. */
export function lookupIn(registered: Registered): EntityLookup {
  return {
    task(id) {
      const template = registered.findTask(id);
      return template && create(CompiledTaskSchema, { template });
    },
    launchPlan: (id) => registered.findLaunchPlan(id),
    workflowInterface: (id) => registered.findWorkflow(id)?.template.interface,
  };
}
