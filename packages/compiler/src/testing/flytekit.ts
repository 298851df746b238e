/**
 * What flytekit's own serializer wrote (fixtures/flytekit), as entities and as the compiler's input.
 */
import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { create } from "@bufbuild/protobuf";
import { nothingRegistered } from "@skein/spec/authoring/registered";
import type { LaunchPlanSpec } from "@skein/spec/gen/flyteidl/admin/launch_plan_pb";
import { type CompiledTask, CompiledTaskSchema } from "@skein/spec/gen/flyteidl/core/compiler_pb";
import { identifierKey } from "@skein/spec/identifier";
import { type GivenFile, type ReadEntity, readSpecs } from "@skein/spec/specs";
import { checkLaunchPlan } from "../admission.ts";
import type { LaunchPlanInterface } from "../scope.ts";
import type { CompileInput } from "../workflow.ts";

const folder = fileURLToPath(new URL("../../fixtures/flytekit/specs/", import.meta.url));

/** The files, by name. */
export const flytekitFiles: readonly GivenFile[] = readdirSync(folder)
  .sort()
  .map((name) => ({ name, content: new Uint8Array(readFileSync(folder + name)) }));

/** Files as the front door reads them, for project p, domain d and version v. */
export const readFlytekit = (files: readonly GivenFile[]) =>
  readSpecs(files, { project: "p", domain: "d", version: "v" }, nothingRegistered);

/** Each workflow with everything that was read with it. */
export function compileInputs(
  entities: readonly ReadEntity[],
): { readonly name: string; readonly input: CompileInput }[] {
  const tasks = entities.flatMap((each): CompiledTask[] =>
    each.kind === "task" && each.spec.template ? [create(CompiledTaskSchema, { template: each.spec.template })] : [],
  );
  const interfaces = new Map(
    entities.flatMap((each) =>
      each.kind === "workflow" ? [[identifierKey(each.id), each.spec.template?.interface] as const] : [],
    ),
  );
  const interfaceOf = ({ workflowId }: LaunchPlanSpec) => workflowId && interfaces.get(identifierKey(workflowId));
  const launchPlans = entities.flatMap((each): LaunchPlanInterface[] => {
    if (each.kind !== "launchPlan") return [];
    const { expectedInputs, expectedOutputs } = checkLaunchPlan(each.spec, interfaceOf(each.spec));
    return expectedInputs ? [{ id: each.id, expectedInputs, expectedOutputs }] : [];
  });
  return entities.flatMap((each) => {
    if (each.kind !== "workflow" || !each.spec.template) return [];
    const { template: primary, subWorkflows } = each.spec;
    return [{ name: each.id.name, input: { primary, subWorkflows, tasks, launchPlans } }];
  });
}
