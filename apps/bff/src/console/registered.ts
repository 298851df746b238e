import { create, fromBinary } from "@bufbuild/protobuf";
import { type EntityName, type Registered, workflowFromClosure } from "@skein/spec/authoring/registered";
import { LaunchPlanClosureSchema } from "@skein/spec/gen/flyteidl/admin/launch_plan_pb";
import {
  CompiledTaskSchema,
  type CompiledWorkflowClosure,
  CompiledWorkflowClosureSchema,
} from "@skein/spec/gen/flyteidl/core/compiler_pb";
import { ResourceType } from "@skein/spec/gen/flyteidl/core/identifier_pb";
import { ParameterMapSchema, VariableMapSchema } from "@skein/spec/gen/flyteidl/core/interface_pb";
import type { Database } from "../store/database.ts";
import { findNames } from "../store/entity-names.ts";
import { findLaunchPlan, findNewestLaunchPlan } from "../store/launch-plans.ts";
import { findNewestTask, findTask } from "../store/tasks.ts";
import { findNewestWorkflow, findWorkflow } from "../store/workflows.ts";
import { identifierOf } from "./views/workflow-views.ts";

/** As many names as a misspelt one is compared with. */
const NAMES = 200;

/** What the store knows, as the authoring format asks for it. */
export const registeredIn = (db: Database): Registered => ({
  findTask(name) {
    const row = exact(name) ? findTask(db, exactName(name)) : findNewestTask(db, name);
    return row && fromBinary(CompiledTaskSchema, row.closure).template;
  },
  findWorkflow(name) {
    const closure = workflowClosure(db, name);
    return closure && workflowFromClosure(closure);
  },
  findLaunchPlan(name) {
    const row = exact(name) ? findLaunchPlan(db, exactName(name)) : findNewestLaunchPlan(db, name);
    if (!row) return undefined;
    const closure = fromBinary(LaunchPlanClosureSchema, row.closure);
    return {
      id: identifierOf(ResourceType.LAUNCH_PLAN, row),
      expectedInputs: closure.expectedInputs ?? create(ParameterMapSchema),
      expectedOutputs: closure.expectedOutputs ?? create(VariableMapSchema),
    };
  },
  listNames: (kind, project, domain) => findNames(db, tables[kind], { project, domain }, NAMES),
});

/** The closure of a workflow: of an exact version, or of the newest. */
export function workflowClosure(db: Database, name: EntityName): CompiledWorkflowClosure | undefined {
  const row = exact(name) ? findWorkflow(db, exactName(name)) : findNewestWorkflow(db, name);
  return row && fromBinary(CompiledWorkflowClosureSchema, row.closure);
}

const tables = { task: "tasks", workflow: "workflows", launchPlan: "launch_plans" } as const;

const exact = ({ version = "" }: EntityName): boolean => version !== "";

const exactName = ({ version = "", ...name }: EntityName) => ({ ...name, version });
