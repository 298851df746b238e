/** The keys that several kinds of nodes share: their inputs, order, name and what they change of their task. */
import type { VariableMap } from "../../gen/flyteidl/core/interface_pb.js";
import type { Binding } from "../../gen/flyteidl/core/literals_pb.js";
import type { LiteralType } from "../../gen/flyteidl/core/types_pb.js";
import type { Node, TaskNodeOverrides } from "../../gen/flyteidl/core/workflow_pb.js";
import { isOptionalType } from "../../literal-type.ts";
import type { TaskOverrides } from "../lower-generated-task.ts";
import { failureNodeId } from "../lower-workflow.ts";
import { liftBinding } from "./lift-binding.ts";
import { NotSayable, within } from "./lift-not-sayable.ts";
import { liftResources } from "./lift-resources.ts";
import type { LiftScope } from "./lift-scope.ts";
import { compact, type Fields, unlessEmpty, type Written } from "./lift-written.ts";

/** What lifting the nodes of one workflow shares. */
export interface LiftContext {
  readonly scope: LiftScope;
  /** Names of the tasks that lowering the nodes makes: gathered here, to be left out of the text. */
  readonly made: Set<string>;
}

type Types = ReadonlyMap<string, LiteralType | undefined>;

/** The types of an interface's inputs, or outputs. */
export function variableTypes(map: VariableMap | undefined): Types {
  return new Map(Object.entries(map?.variables ?? {}).map(([name, each]) => [name, each.type]));
}

/** `with` of a node; undefined where nothing is bound. */
export function liftInputs(node: Node, types: Types): Fields | undefined {
  return unlessEmpty(liftBindings(node.inputs, types, node.id === failureNodeId));
}

/** Bindings by the name of their input. */
export function liftBindings(bindings: readonly Binding[], types: Types, isFailureNode = false): Fields {
  const written = new Map<string, Written>();
  for (const { var: name, binding } of bindings) {
    if (written.has(name)) throw new NotSayable(`it binds ${name} twice`);
    const type = types.get(name);
    const isError = isFailureNode && name === "err" && (!type || isOptionalType(type)) && isNone(binding);
    written.set(name, isError ? "${error}" : within(`input ${name}`, () => liftBinding(binding, type)));
  }
  return written;
}

function isNone(binding: Binding["binding"]): boolean {
  return binding?.value.case === "scalar" && binding.value.value.value.case === "noneType";
}

/** `after`; undefined where there is none. */
export function liftAfter(ids: readonly string[]): Written | undefined {
  return ids.length > 0 ? compact(ids) : undefined;
}

/** The display name; undefined where there is none. */
export function liftName({ metadata }: Node): string | undefined {
  return metadata?.name || undefined;
}

/** `resources`, `image` and `env` of a node, in place of its task's. */
export function liftOverrides(overrides: TaskNodeOverrides | undefined, added: TaskOverrides | undefined) {
  const isBare = overrides !== undefined && !overrides.resources; // then only an image makes the message
  return {
    resources: liftResources(overrides?.resources),
    image: overrides && (overrides.containerImage !== "" || isBare) ? overrides.containerImage : undefined,
    env: added?.env && compact(new Map(added.env)),
  };
}
