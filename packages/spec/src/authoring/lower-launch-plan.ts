/**
 * Launch plans: those written, and the default one that every workflow has under its own name and version.
 *
 * @see flyteidl/admin/launch_plan.proto LaunchPlanSpec
 */
import { create } from "@bufbuild/protobuf";
import { type LaunchPlanSpec, LaunchPlanSpecSchema } from "../gen/flyteidl/admin/launch_plan_pb.js";
import type { Identifier } from "../gen/flyteidl/core/identifier_pb.js";
import { type ParameterMap, ParameterMapSchema, ParameterSchema } from "../gen/flyteidl/core/interface_pb.js";
import type { Literal } from "../gen/flyteidl/core/literals_pb.js";
import { type DocNode, findEntry } from "./document.ts";
import type { Findings } from "./findings.ts";
import { lowerLiteral } from "./lower-literal.ts";
import { lowerNotifications } from "./lower-notification.ts";
import { lowerSchedule } from "./lower-schedule.ts";
import type { LaunchPlanDoc } from "./schema.ts";
import type { Named } from "./shape.ts";
import type { SourceMap } from "./source-map.ts";

/** The launch plan that adds nothing to its workflow. */
export function defaultLaunchPlan(workflowId: Identifier, parameters: ParameterMap): LaunchPlanSpec {
  return create(LaunchPlanSpecSchema, {
    workflowId,
    entityMetadata: {},
    defaultInputs: parameters,
    fixedInputs: {},
    labels: {},
    annotations: {},
  });
}

/**
 * @param parameters of the workflow's default launch plan: types and defaults of its inputs
 * @returns what is wrong is reported and left out
 */
export function lowerLaunchPlan(
  doc: LaunchPlanDoc,
  workflowId: Identifier,
  parameters: ParameterMap,
  map: SourceMap,
  findings: Findings,
): LaunchPlanSpec {
  const spec = defaultLaunchPlan(workflowId, create(ParameterMapSchema, { parameters: { ...parameters.parameters } }));
  const fixed = readInputs(doc.fixedInputs, "fixedInputs", parameters, workflowId, findings);
  const defaults = readInputs(doc.inputs, "inputs", parameters, workflowId, findings);
  const parametersOf = spec.defaultInputs?.parameters ?? {};
  for (const { name, nameSpan, literal } of defaults) {
    if (fixed.some((each) => each.name === name)) {
      findings.add({
        code: "ConflictingKeys",
        message: `${name} is fixed, so it cannot have a default too`,
        span: nameSpan,
        hints: [{ text: "Remove it from inputs, or from fixedInputs" }],
      });
    }
    map.set(["defaultInputs", "parameters", name], nameSpan);
    const variable = parameters.parameters[name]?.var;
    if (variable && literal) {
      parametersOf[name] = create(ParameterSchema, { var: variable, behavior: { case: "default", value: literal } });
    }
  }
  const literals: Record<string, Literal> = {};
  for (const { name, nameSpan, literal } of fixed) {
    map.set(["fixedInputs", "literals", name], nameSpan);
    if (literal) literals[name] = literal;
    delete parametersOf[name]; // what is fixed is no parameter any more
  }
  if (spec.fixedInputs) spec.fixedInputs.literals = literals;
  if (spec.labels)
    spec.labels.values = Object.fromEntries((doc.labels ?? []).map(({ name, value }) => [name, value.text]));
  for (const { name, nameSpan } of doc.labels ?? []) map.set(["labels", "values", name], nameSpan);
  spec.maxParallelism = doc.maxParallelism?.value ?? 0;
  if (doc.workflow) map.set(["workflowId"], doc.workflow.at);
  if (spec.entityMetadata) {
    const schedule = doc.schedule && lowerSchedule(doc.schedule, parameters, map, findings);
    if (schedule) spec.entityMetadata.schedule = schedule;
    spec.entityMetadata.notifications = lowerNotifications(doc.notify ?? [], map, findings);
  }
  const scheduleEntry = findEntry(doc.at, "schedule");
  if (scheduleEntry) map.set(["entityMetadata", "schedule"], scheduleEntry.keySpan);
  return spec;
}

function readInputs(
  given: readonly Named<DocNode>[] | undefined,
  section: string,
  parameters: ParameterMap,
  workflowId: Identifier,
  findings: Findings,
) {
  return (given ?? []).flatMap(({ name, nameSpan, value }) => {
    const names = Object.keys(parameters.parameters);
    if (!names.includes(name)) {
      const near = findings.didYouMean(name, names, nameSpan);
      const known = names.length > 0 ? `It has ${names.slice(0, 20).join(", ")}` : "It has no inputs";
      findings.add({
        code: "VariableNameNotFound",
        message: `The workflow ${workflowId.name} has no input "${name}"`,
        span: nameSpan,
        data: { section, variable: name, candidates: names.slice(0, 200) },
        hints: near.length > 0 ? near : [{ text: known }],
      });
      return [];
    }
    const type = parameters.parameters[name]?.var?.type;
    const literal = type && lowerLiteral(value, type, { what: name, head: nameSpan }, findings);
    return [{ name, nameSpan, ...(literal ? { literal } : {}) }];
  });
}
