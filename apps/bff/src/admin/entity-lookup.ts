/** What entities refer to while they are checked: in the store, or (register-all.ts) in the same batch. */
import { create, fromBinary } from "@bufbuild/protobuf";
import { LaunchPlanClosureSchema } from "@skein/spec/gen/flyteidl/admin/launch_plan_pb";
import { type CompiledTask, CompiledTaskSchema } from "@skein/spec/gen/flyteidl/core/compiler_pb";
import type { Identifier } from "@skein/spec/gen/flyteidl/core/identifier_pb";
import {
  type ParameterMap,
  ParameterMapSchema,
  type TypedInterface,
  TypedInterfaceSchema,
  type VariableMap,
  VariableMapSchema,
} from "@skein/spec/gen/flyteidl/core/interface_pb";
import type { Database } from "../store/database.ts";
import { findLaunchPlan } from "../store/launch-plans.ts";
import { findTask } from "../store/tasks.ts";
import { findWorkflow } from "../store/workflows.ts";

/** What a workflow needs to know of a launch plan it calls. */
interface LaunchPlanInterface {
  readonly id: Identifier;
  readonly expectedInputs: ParameterMap;
  readonly expectedOutputs: VariableMap;
}

export interface EntityLookup {
  task(id: Identifier): CompiledTask | undefined;
  launchPlan(id: Identifier): LaunchPlanInterface | undefined;
  workflowInterface(id: Identifier): TypedInterface | undefined;
}

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
