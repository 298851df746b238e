/**
 * Canonical and binary specs that were given together with concise ones, as things these can refer to: they come before
 * what is registered.
 */
import { create } from "@bufbuild/protobuf";
import { ParameterMapSchema, type TypedInterface, VariableMapSchema } from "../gen/flyteidl/core/interface_pb.js";
import type { SpecEntity } from "../spec-entity.ts";
import { toParameterMap } from "./lower-interface.ts";
import type { EntityName, Registered, RegisteredLaunchPlan } from "./registered.ts";

/** Looks among `given` first, then where `registered` looks. Ids must be complete. */
export function withGiven(given: readonly SpecEntity[], registered: Registered): Registered {
  const find = <K extends SpecEntity["kind"]>(
    kind: K,
    name: EntityName,
  ): Extract<SpecEntity, { kind: K }> | undefined =>
    given.find((each): each is Extract<SpecEntity, { kind: K }> => each.kind === kind && isNamed(each, name));
  const findWorkflow = (name: EntityName) => {
    const { template, subWorkflows } = find("workflow", name)?.spec ?? {};
    return template ? { template, subWorkflows: subWorkflows ?? [] } : registered.findWorkflow(name);
  };
  return {
    findTask: (name) => find("task", name)?.spec.template ?? registered.findTask(name),
    findWorkflow,
    findLaunchPlan(name) {
      const plan = find("launchPlan", name);
      if (!plan) return registered.findLaunchPlan(name);
      const { workflowId } = plan.spec;
      return expect(plan, workflowId && findWorkflow(workflowId)?.template.interface);
    },
    listNames: (kind, project, domain) => [
      ...given
        .filter(({ kind: each, id }) => each === kind && id.project === project && id.domain === domain)
        .map(({ id }) => id.name),
      ...(registered.listNames?.(kind, project, domain) ?? []),
    ],
  };
}

/** What admin will expect of a launch: defaults, the workflow's other inputs as required, nothing that is fixed. */
function expect(
  { id, spec }: Extract<SpecEntity, { kind: "launchPlan" }>,
  known: TypedInterface | undefined,
): RegisteredLaunchPlan {
  const required = toParameterMap(known?.inputs).parameters;
  const parameters = { ...required, ...spec.defaultInputs?.parameters };
  for (const name of Object.keys(spec.fixedInputs?.literals ?? {})) delete parameters[name];
  return {
    id,
    expectedInputs: create(ParameterMapSchema, { parameters }),
    expectedOutputs: known?.outputs ?? create(VariableMapSchema),
  };
}

const isNamed = ({ id }: SpecEntity, name: EntityName) =>
  id.project === name.project &&
  id.domain === name.domain &&
  id.name === name.name &&
  (name.version === undefined || id.version === name.version);
