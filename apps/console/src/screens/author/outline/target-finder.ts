/** What a node refers to: in the same text, else among what is registered, as lowering looks for it. */
import type { EntityName, Registered } from "@skein/spec/authoring/registered";
import type { EntityRefDoc } from "@skein/spec/authoring/schema";
import type { ParameterMap, VariableMap } from "@skein/spec/gen/flyteidl/core/interface_pb";
import { formatLiteralType, isOptionalType } from "@skein/spec/literal-type";
import type { OutlineEntity, OutlineInterface, OutlineVariable, OutlineWorkflow } from "./outline.ts";

/** Where names that the text does not define are looked for. */
export interface Surroundings {
  readonly project: string;
  readonly domain: string;
  readonly registered: Registered;
}

export interface Target extends OutlineInterface {
  readonly name: string;
  readonly found: "text" | "registered" | "missing";
  readonly version: string;
}

export const noInterface: OutlineInterface = { inputs: [], outputs: [] };

type Kind = "task" | "workflow" | "launchPlan";

export class TargetFinder {
  readonly #tasks: readonly OutlineEntity[];
  readonly #surroundings: Surroundings;
  workflows: readonly OutlineWorkflow[];

  constructor(tasks: readonly OutlineEntity[], workflows: readonly OutlineWorkflow[], surroundings: Surroundings) {
    this.#tasks = tasks;
    this.workflows = workflows;
    this.#surroundings = surroundings;
  }

  find(kind: Kind, reference: EntityRefDoc | undefined): Target {
    const name = reference?.name?.text ?? "";
    if (!reference || name === "") return { name, found: "missing", version: "", ...noInterface };
    const isElsewhere = reference.project !== undefined || reference.domain !== undefined;
    // A launch plan of the text is a matter of its workflow, whose name it mostly has.
    const own = kind === "task" ? this.#tasks : this.workflows;
    const local = isElsewhere ? undefined : own.find((each) => each.name === name);
    if (local) return { name, found: "text", version: "", inputs: local.inputs, outputs: local.outputs };
    const found = this.#registered(kind, {
      project: reference.project?.text ?? this.#surroundings.project,
      domain: reference.domain?.text ?? this.#surroundings.domain,
      name,
      ...(reference.version ? { version: reference.version.text } : {}),
    });
    return found ? { name, found: "registered", ...found } : { name, found: "missing", version: "", ...noInterface };
  }

  #registered(kind: Kind, name: EntityName): (OutlineInterface & { readonly version: string }) | undefined {
    const { registered } = this.#surroundings;
    if (kind === "launchPlan") {
      const plan = registered.findLaunchPlan(name);
      if (!plan) return undefined;
      const inputs = parameters(plan.expectedInputs);
      return { version: plan.id.version, inputs, outputs: variables(plan.expectedOutputs) };
    }
    const template = kind === "task" ? registered.findTask(name) : registered.findWorkflow(name)?.template;
    if (!template) return undefined;
    const { inputs, outputs } = template.interface ?? {};
    return { version: template.id?.version ?? "", inputs: variables(inputs), outputs: variables(outputs) };
  }
}

function variables(map: VariableMap | undefined): OutlineVariable[] {
  return Object.entries(map?.variables ?? {}).map(([name, { type, description }]) => ({
    name,
    type: formatLiteralType(type),
    description,
    isOptional: isOptionalType(type),
    default: "",
  }));
}

function parameters(map: ParameterMap): OutlineVariable[] {
  return Object.entries(map.parameters).map(([name, { var: variable, behavior }]) => ({
    name,
    type: formatLiteralType(variable?.type),
    description: variable?.description ?? "",
    isOptional: behavior.case === "default" || (behavior.case === "required" && !behavior.value),
    default: "",
  }));
}
