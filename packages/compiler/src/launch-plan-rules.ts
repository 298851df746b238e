/**
 * What CreateLaunchPlan asks of a spec, and the inputs a launch plan leaves open.
 *
 * @see flyteadmin/pkg/manager/impl/validation/launch_plan_validator.go
 */
import { create } from "@bufbuild/protobuf";
import type { Diagnostic } from "@skein/spec/diagnostic";
import { findNear, formatDidYouMean } from "@skein/spec/did-you-mean";
import type { Notification } from "@skein/spec/gen/flyteidl/admin/common_pb";
import type { LaunchPlanSpec } from "@skein/spec/gen/flyteidl/admin/launch_plan_pb";
import { WorkflowExecution_Phase } from "@skein/spec/gen/flyteidl/core/execution_pb";
import {
  type Parameter,
  type ParameterMap,
  ParameterMapSchema,
  ParameterSchema,
  type VariableMap,
} from "@skein/spec/gen/flyteidl/core/interface_pb";
import { SimpleType } from "@skein/spec/gen/flyteidl/core/types_pb";
import { castable, explainMismatch, literalType } from "./castable.ts";
import { findCronProblem } from "./cron.ts";
import { findLabelProblems } from "./label-rules.ts";
import { typeText } from "./proto-text.ts";
import { findDatetimeProblem, refusal } from "./refusal.ts";
import { into, type Trail } from "./trail.ts";

/** Everything wrong with a launch plan's spec, in upstream's order, and the inputs it leaves open. */
export function checkLaunchPlanSpec(
  spec: LaunchPlanSpec,
  inputs: VariableMap["variables"],
): { readonly found: Diagnostic[]; readonly expectedInputs: ParameterMap } {
  const found: Diagnostic[] = [];
  for (const { key, message } of findLabelProblems(spec.labels?.values ?? {})) {
    const values = into(undefined, "labels", "values");
    found.push(refusal("InvalidLabel", key === undefined ? values : into(values, key), message));
  }
  checkFixedLiterals(spec, found);
  checkDefaults(spec, found);
  checkNamesAndTypes(spec, inputs, found);
  const expectedInputs = expectedInputsOf(spec, inputs);
  checkSchedule(spec, expectedInputs, found);
  checkNotifications(spec.entityMetadata?.notifications ?? [], found);
  if (spec.entityMetadata?.launchConditions) {
    const message = "launch_conditions must be empty, found a condition";
    found.push(refusal("NotSupported", into(undefined, "entityMetadata", "launchConditions"), message));
  }
  return { found, expectedInputs };
}

const fixedRoot = into(undefined, "fixedInputs", "literals");
const defaultRoot = into(undefined, "defaultInputs", "parameters");

function checkFixedLiterals(spec: LaunchPlanSpec, found: Diagnostic[]): void {
  for (const [name, literal] of Object.entries(spec.fixedInputs?.literals ?? {})) {
    const at = into(fixedRoot, name);
    const problem = findDatetimeProblem(literal);
    if (name === "") found.push(refusal("InvalidInput", at, "missing key in fixed_inputs"));
    else if (!literal.value.case) {
      found.push(refusal("InvalidInput", at, `missing valid literal in fixed_inputs ${name}`));
    } else if (problem) found.push(refusal("InvalidInput", at, problem));
  }
}

function checkDefaults(spec: LaunchPlanSpec, found: Diagnostic[]): void {
  for (const [name, parameter] of Object.entries(spec.defaultInputs?.parameters ?? {})) {
    const at = into(defaultRoot, name);
    const problem = findParameterProblem(name, parameter);
    if (problem) found.push(refusal("InvalidInput", at, problem));
  }
}

function findParameterProblem(name: string, { var: variable, behavior }: Parameter): string | undefined {
  if (name === "") return "missing key in default_inputs";
  if (!variable?.type) {
    return `The Variable component of the Parameter ${name} in default_inputs either is missing, or has a missing Type`;
  }
  if (behavior.case === "artifactQuery" || behavior.case === "artifactId") {
    return `artifact mode not enabled but query found default_inputs ${name}`;
  }
  if (behavior.case === undefined || (behavior.case === "required" && !behavior.value)) {
    return (
      `Invalid variable ${name} in default_inputs - variable has neither default, nor is required. ` +
      "One must be specified"
    );
  }
  if (behavior.case === "required") return undefined;
  const actual = literalType(behavior.value);
  if (!actual) {
    return `The default value of ${name} in default_inputs has no type that could be told, expected ${typeText(variable.type)}`;
  }
  if (!castable(actual, variable.type)) {
    return `Type mismatch for Parameter ${name} in default_inputs has type ${typeText(actual)}, expected ${typeText(variable.type)}`;
  }
  return findDatetimeProblem(behavior.value);
}

function checkNamesAndTypes(spec: LaunchPlanSpec, inputs: VariableMap["variables"], found: Diagnostic[]): void {
  const defaults = Object.entries(spec.defaultInputs?.parameters ?? {});
  const fixed = Object.entries(spec.fixedInputs?.literals ?? {});
  const known = new Map(Object.entries(inputs));
  if (known.size === 0) {
    const none = (what: string, count: number) =>
      `invalid launch plan ${what} inputs, expected none but found ${count}`;
    const hint = "The workflow has no inputs";
    if (defaults.length > 0) {
      found.push(refusal("UnexpectedInput", into(undefined, "defaultInputs"), none("default", defaults.length), hint));
    }
    if (fixed.length > 0) {
      found.push(refusal("UnexpectedInput", into(undefined, "fixedInputs"), none("fixed", fixed.length), hint));
    }
    return;
  }
  const unexpected = (kind: string, name: string, at: Trail) => {
    const hint = `The workflow has no input "${name}".${formatDidYouMean(findNear(name, known.keys()))}`;
    found.push(refusal("UnexpectedInput", at, `unexpected ${kind} ${name}`, hint));
  };
  for (const [name, parameter] of defaults) {
    const at = into(defaultRoot, name);
    const declared = known.get(name);
    if (!declared) unexpected("default_input", name, at);
    else if (declared.type && parameter.var?.type && !castable(parameter.var.type, declared.type)) {
      const [expected, actual] = [typeText(declared.type), typeText(parameter.var.type)];
      const message = `invalid default_input wrong type ${name}, expected ${expected}, got ${actual} instead`;
      found.push(
        refusal("InvalidInput", at, message, `${name}: ${explainMismatch(parameter.var.type, declared.type)}`),
      );
    }
  }
  for (const [name, literal] of fixed) {
    const at = into(fixedRoot, name);
    const declared = known.get(name);
    if (!declared) {
      unexpected("fixed_input", name, at);
      continue;
    }
    const actual = literalType(literal);
    if (literal.value.case && declared.type && !(actual && castable(actual, declared.type))) {
      const message = `invalid fixed_input wrong type ${name}, expected ${typeText(declared.type)}, got ${typeText(actual)} instead`;
      const hint = actual && `${name}: ${explainMismatch(actual, declared.type)}`;
      found.push(refusal("InvalidInput", at, message, hint));
    }
  }
}

function expectedInputsOf(spec: LaunchPlanSpec, inputs: VariableMap["variables"]): ParameterMap {
  const defaults = new Map(Object.entries(spec.defaultInputs?.parameters ?? {}));
  const fixed = new Set(Object.keys(spec.fixedInputs?.literals ?? {}));
  const expected = Object.entries(inputs).flatMap(([name, variable]): [string, Parameter][] => {
    const parameter = defaults.get(name);
    if (parameter) return [[name, parameter]];
    if (fixed.has(name)) return [];
    const { type, description } = variable;
    const open = { ...(type ? { type } : {}), description };
    return [[name, create(ParameterSchema, { var: open, behavior: { case: "required", value: true } })]];
  });
  return create(ParameterMapSchema, { parameters: Object.fromEntries(expected) });
}

function checkSchedule(spec: LaunchPlanSpec, { parameters }: ParameterMap, found: Diagnostic[]): void {
  const schedule = spec.entityMetadata?.schedule;
  const expression = schedule?.ScheduleExpression;
  if (!schedule || !expression?.case) return;
  const cron =
    expression.case === "cronSchedule"
      ? expression.value.schedule
      : expression.case === "cronExpression"
        ? expression.value
        : undefined;
  if (cron === "") return;
  const at = into(undefined, "entityMetadata", "schedule");
  const refuse = (where: Trail, message: string, hint?: string) =>
    found.push(refusal("InvalidSchedule", where, message, hint));
  const kickoff = schedule.kickoffTimeInputArg;
  const open = new Map(Object.entries(parameters));
  for (const [name, { behavior }] of open) {
    if (behavior.case !== "required" || !behavior.value || name === kickoff) continue;
    refuse(
      at,
      `Cannot create a launch plan with a schedule if there is an unbound required input. [${name}] is required`,
      `Give ${name} a default or a fixed value`,
    );
  }
  if (kickoff !== "") {
    const type = open.get(kickoff)?.var?.type;
    const where = into(at, "kickoffTimeInputArg");
    if (!open.has(kickoff)) {
      refuse(
        where,
        "Cannot create a schedule with a KickoffTimeInputArg that does not point to a free input. " +
          `[${kickoff}] is not free or does not exist.`,
      );
    } else if (type?.type.case !== "simple" || type.type.value !== SimpleType.DATETIME) {
      refuse(where, `KickoffTimeInputArg must reference a datetime input. [${kickoff}] is a [${typeText(type)}]`);
    }
  }
  const problem = cron === undefined ? undefined : findCronProblem(cron);
  if (problem) refuse(at, `Invalid cron expression: ${problem}`, 'Write five fields, such as "0 2 * * *", or @daily');
}

const notifiedPhases: ReadonlySet<WorkflowExecution_Phase> = new Set([
  WorkflowExecution_Phase.SUCCEEDED,
  WorkflowExecution_Phase.FAILED,
  WorkflowExecution_Phase.TIMED_OUT,
  WorkflowExecution_Phase.ABORTED,
]);

function checkNotifications(notifications: readonly Notification[], found: Diagnostic[]): void {
  for (const [index, { type, phases }] of notifications.entries()) {
    const at = into(undefined, "entityMetadata", "notifications", index);
    const recipients = type.value?.recipientsEmail ?? [];
    if (!type.case) {
      found.push(refusal("InvalidNotification", at, "missing notification type: one of email, pager_duty or slack"));
    } else if (recipients.length === 0 || recipients.includes("")) {
      found.push(
        refusal("InvalidNotification", into(at, type.case), "missing recipients: each must be a non-empty address"),
      );
    }
    if (phases.length === 0) found.push(refusal("InvalidNotification", at, "missing phases: say when to notify"));
    for (const [position, phase] of phases.entries()) {
      if (notifiedPhases.has(phase)) continue;
      const name = WorkflowExecution_Phase[phase] ?? String(phase);
      const message = `invalid phase ${name}: only SUCCEEDED, FAILED, TIMED_OUT and ABORTED are notified of`;
      found.push(refusal("InvalidNotification", into(at, "phases", position), message));
    }
  }
}
