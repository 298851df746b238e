/**
 * LaunchPlanSpec → a launch plan of the concise form, told by what differs from the workflow's default one.
 */

import { canonicalBytes } from "../../digest.ts";
import type { LaunchPlanSpec } from "../../gen/flyteidl/admin/launch_plan_pb.js";
import { type Parameter, type ParameterMap, ParameterSchema } from "../../gen/flyteidl/core/interface_pb.js";
import { liftLiteral } from "./lift-literal.ts";
import { NotSayable, within } from "./lift-not-sayable.ts";
import { liftNotification, liftSchedule } from "./lift-schedule.ts";
import type { LiftScope } from "./lift-scope.ts";
import { compact, type Fields, fields, unlessEmpty, type Written } from "./lift-written.ts";

/**
 * @param parameters of the workflow, as lowering will see them
 * @throws NotSayable where the form has no words for it
 */
export function liftLaunchPlan(spec: LaunchPlanSpec, parameters: ParameterMap, scope: LiftScope): Fields {
  if (!spec.workflowId) throw new NotSayable("it does not name its workflow");
  const fixed = spec.fixedInputs?.literals ?? {};
  const inputs = new Map<string, Written>();
  const fixedInputs = new Map<string, Written>();
  for (const [name, parameter] of Object.entries(parameters.parameters)) {
    within(`input ${name}`, () => {
      const literal = fixed[name];
      const type = parameter.var?.type;
      if (literal && type) fixedInputs.set(name, liftLiteral(literal, type));
      const value = literal ? undefined : liftDefault(spec.defaultInputs?.parameters[name], parameter);
      if (value !== undefined) inputs.set(name, value);
    });
  }
  const { schedule, notifications = [] } = spec.entityMetadata ?? {};
  const isScheduled = schedule && (schedule.ScheduleExpression.case || schedule.kickoffTimeInputArg);
  const labels = unlessEmpty(new Map(Object.entries(spec.labels?.values ?? {})));
  return fields({
    workflow: scope.refer("workflow", spec.workflowId),
    inputs: inputs.size > 0 ? compact(inputs) : undefined,
    fixedInputs: fixedInputs.size > 0 ? compact(fixedInputs) : undefined,
    schedule: isScheduled ? liftSchedule(schedule) : undefined,
    notify: notifications.length > 0 ? notifications.map(liftNotification) : undefined,
    maxParallelism: spec.maxParallelism === 0 ? undefined : BigInt(spec.maxParallelism),
    labels: labels && compact(labels),
  });
}

/** What `inputs` must say of one; undefined where the workflow says it. */
function liftDefault(own: Parameter | undefined, workflows: Parameter): Written | undefined {
  if (own && isSame(own, workflows)) return undefined;
  const type = workflows.var?.type;
  if (own?.behavior.case === "default" && type) return liftLiteral(own.behavior.value, type);
  throw new NotSayable(
    own ? "it asks for what has a default in the workflow" : "it leaves out an input of the workflow",
  );
}

function isSame(left: Parameter, right: Parameter): boolean {
  return String(canonicalBytes(ParameterSchema, left)) === String(canonicalBytes(ParameterSchema, right));
}
