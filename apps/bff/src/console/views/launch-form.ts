import { create, fromBinary } from "@bufbuild/protobuf";
import { LaunchPlanClosureSchema, LaunchPlanSpecSchema } from "@skein/spec/gen/flyteidl/admin/launch_plan_pb";
import { CompiledTaskSchema } from "@skein/spec/gen/flyteidl/core/compiler_pb";
import { ResourceType } from "@skein/spec/gen/flyteidl/core/identifier_pb";
import { type Parameter, TypedInterfaceSchema, type Variable } from "@skein/spec/gen/flyteidl/core/interface_pb";
import { type LiteralMap, LiteralMapSchema } from "@skein/spec/gen/flyteidl/core/literals_pb";
import {
  type LaunchForm,
  LaunchFormSchema,
  type LaunchInput,
  LaunchInputSchema,
} from "@skein/spec/gen/skein/console/v1/console_pb";
import type { Database } from "../../store/database.ts";
import { findLaunchPlanById } from "../../store/launch-plans.ts";
import type { ExecutionRow, LaunchPlanRow, TaskRow, WorkflowRow } from "../../store/tables.ts";
import { findWorkflowVersions } from "../../store/workflow-queries.ts";
import { getWorkflowRowById } from "../find.ts";
import { identifierOf } from "./workflow-views.ts";

/** As many versions as a menu can hold. */
const VERSIONS = 200;

/** The form of a launch plan: its expected inputs, then what it fixes. */
export function launchPlanForm(
  db: Database,
  row: LaunchPlanRow,
  workflow: WorkflowRow,
  from: ExecutionRow | undefined,
): LaunchForm {
  const expected = fromBinary(LaunchPlanClosureSchema, row.closure).expectedInputs?.parameters ?? {};
  const fixed = fromBinary(LaunchPlanSpecSchema, row.spec).fixedInputs?.literals ?? {};
  const types = fromBinary(TypedInterfaceSchema, workflow.typed_interface).inputs?.variables ?? {};
  const given = from && fromBinary(LiteralMapSchema, from.user_inputs);
  const inputs = [
    ...Object.entries(expected).map(([name, parameter]) => expectedInput(name, parameter, given)),
    ...Object.entries(fixed).flatMap(([name, value]) => {
      const type = types[name]?.type;
      const description = types[name]?.description ?? "";
      return type ? [create(LaunchInputSchema, { name, type, description, fixed: true, value })] : [];
    }),
  ];
  return create(LaunchFormSchema, {
    target: identifierOf(ResourceType.LAUNCH_PLAN, row),
    workflow: identifierOf(ResourceType.WORKFLOW, workflow),
    inputs: inputs.toSorted(requiredFirst),
    versions: findWorkflowVersions(db, workflow, workflow.name, VERSIONS),
    description: workflow.short_description,
    dropped: Object.keys(given?.literals ?? {}).filter((name) => !(name in expected)),
  });
}

/** The form of a single task: each of its inputs, none with a default. */
export function taskForm(row: TaskRow, from: ExecutionRow | undefined): LaunchForm {
  const template = fromBinary(CompiledTaskSchema, row.closure).template;
  const variables = template?.interface?.inputs?.variables ?? {};
  const given = from && fromBinary(LiteralMapSchema, from.user_inputs);
  return create(LaunchFormSchema, {
    target: identifierOf(ResourceType.TASK, row),
    inputs: requiredInputs(variables, given),
    versions: [row.version],
    description: row.short_description,
    dropped: Object.keys(given?.literals ?? {}).filter((name) => !(name in variables)),
  });
}

/** The inputs of an execution, filled with those it had, defaults too: what whoever continues it may change. */
export function continuedForm(db: Database, source: ExecutionRow): LaunchInput[] {
  const workflow = getWorkflowRowById(db, source.workflow_id);
  const plan = source.launch_plan_id === null ? undefined : findLaunchPlanById(db, source.launch_plan_id);
  const had = fromBinary(LiteralMapSchema, source.inputs);
  if (!plan) return requiredInputs(fromBinary(TypedInterfaceSchema, workflow.typed_interface).inputs?.variables, had);
  const { parameters = {} } = fromBinary(LaunchPlanClosureSchema, plan.closure).expectedInputs ?? {};
  return Object.entries(parameters)
    .map(([name, parameter]) => expectedInput(name, parameter, had))
    .toSorted(requiredFirst);
}

/** Each of the variables, none with a default. */
function requiredInputs(
  variables: Readonly<Record<string, Variable>> = {},
  given: LiteralMap | undefined,
): LaunchInput[] {
  return Object.entries(variables).flatMap(([name, { type, description }]) => {
    const prefill = given?.literals[name];
    return type
      ? [create(LaunchInputSchema, { name, type, description, required: true, ...(prefill ? { prefill } : {}) })]
      : [];
  });
}

function expectedInput(
  name: string,
  { var: variable, behavior }: Parameter,
  given: LiteralMap | undefined,
): LaunchInput {
  const prefill = given?.literals[name];
  return create(LaunchInputSchema, {
    name,
    ...(variable?.type ? { type: variable.type } : {}),
    description: variable?.description ?? "",
    required: behavior.case === "required" && behavior.value,
    ...(behavior.case === "default" ? { value: behavior.value } : {}),
    ...(prefill ? { prefill } : {}),
  });
}

const requiredFirst = (left: LaunchInput, right: LaunchInput): number =>
  Number(right.required) - Number(left.required) || Number(left.fixed) - Number(right.fixed);
