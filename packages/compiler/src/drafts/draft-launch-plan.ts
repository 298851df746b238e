/** A launch plan as it would be stored, or why it cannot be (compiler.md §13.2). */
import { create } from "@bufbuild/protobuf";
import type { Diagnostic } from "@skein/spec/diagnostic";
import { type LaunchPlan, LaunchPlanSchema, type LaunchPlanSpec } from "@skein/spec/gen/flyteidl/admin/launch_plan_pb";
import type { Identifier } from "@skein/spec/gen/flyteidl/core/identifier_pb";
import type { TypedInterface } from "@skein/spec/gen/flyteidl/core/interface_pb";
import { LiteralMapSchema } from "@skein/spec/gen/flyteidl/core/literals_pb";
import { checkLaunchPlan } from "../admission.ts";

/** One launch plan, judged. */
export interface LaunchPlanDraft {
  readonly kind: "launchPlan";
  readonly id: Identifier;
  /** Without state and times: what is compared and stored. Absent when there are errors. */
  readonly launchPlan: LaunchPlan | undefined;
  /** As given. */
  readonly workflowId: Identifier | undefined;
  readonly refusals: readonly Diagnostic[];
}

/** Checks a launch plan against the interface of its workflow, where that is known. */
export function draftLaunchPlan(
  id: Identifier,
  spec: LaunchPlanSpec,
  workflowInterface: TypedInterface | undefined,
): LaunchPlanDraft {
  const { expectedInputs, expectedOutputs, diagnostics } = checkLaunchPlan(spec, workflowInterface);
  const { workflowId } = spec;
  if (!expectedInputs) return { kind: "launchPlan", id, workflowId, launchPlan: undefined, refusals: diagnostics };
  const launchPlan = create(LaunchPlanSchema, {
    id,
    // What GetLaunchPlan answers must hold the inputs left open: flytekit reads them there.
    spec: { ...spec, defaultInputs: expectedInputs, fixedInputs: spec.fixedInputs ?? create(LiteralMapSchema) },
    closure: { expectedInputs, expectedOutputs },
  });
  return { kind: "launchPlan", id, workflowId, launchPlan, refusals: diagnostics };
}
