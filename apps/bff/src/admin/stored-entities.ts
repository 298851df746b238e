/** What is registered, as the compiler asks for it: by exact identifier. */
import { create, fromBinary } from "@bufbuild/protobuf";
import type { EntityLookup } from "@skein/compiler/drafts/entity-lookup";
import { LaunchPlanClosureSchema } from "@skein/spec/gen/flyteidl/admin/launch_plan_pb";
import { CompiledTaskSchema } from "@skein/spec/gen/flyteidl/core/compiler_pb";
import {
  ParameterMapSchema,
  TypedInterfaceSchema,
  VariableMapSchema,
} from "@skein/spec/gen/flyteidl/core/interface_pb";
import type { Database } from "../store/database.ts";
import { findLaunchPlan } from "../store/launch-plans.ts";
import { findTask } from "../store/tasks.ts";
import { findWorkflow } from "../store/workflows.ts";

export function storedEntities(db: Database): EntityLookup {
  return {
    task(id) {
      const row = findTask(db, id);
      return row && fromBinary(CompiledTaskSchema, row.closure);
    },
    launchPlan(id) {
      const row = findLaunchPlan(db, id);
      if (!row) return undefined;
      const closure = fromBinary(LaunchPlanClosureSchema, row.closure);
      return {
        id,
        expectedInputs: closure.expectedInputs ?? create(ParameterMapSchema),
        expectedOutputs: closure.expectedOutputs ?? create(VariableMapSchema),
      };
    },
    workflowInterface(id) {
      const row = findWorkflow(db, id);
      return row && fromBinary(TypedInterfaceSchema, row.typed_interface);
    },
  };
}
