import { create } from "@bufbuild/protobuf";
import { literalType } from "@skein/compiler/castable";
import type { VariableMap } from "@skein/spec/gen/flyteidl/core/interface_pb";
import type { LiteralMap } from "@skein/spec/gen/flyteidl/core/literals_pb";
import type { LiteralType } from "@skein/spec/gen/flyteidl/core/types_pb";
import { type LaunchInput, LaunchInputSchema } from "@skein/spec/gen/skein/console/v1/console_pb";
import { formatIdentifier } from "@skein/spec/identifier";
import { closureAt, type Drawn } from "./closure.ts";
import { taskTemplateOf } from "./task-template.ts";

/** The inputs a node of the graph reads; without a type where only its values have one (branches, gates, the end). */
export function inputTypesOf(drawn: Drawn, path: string): ReadonlyMap<string, LiteralType | undefined> {
  const node = drawn.templates.get(path);
  const variables = variablesOf(drawn, path)?.variables ?? {};
  const names = new Set([...Object.keys(variables), ...(node?.inputs ?? []).map((binding) => binding.var)]);
  return new Map([...names].map((name) => [name, variables[name]?.type]));
}

/** What a node read, as a form: fields for other values of the same types. */
export function editableInputs(drawn: Drawn, path: string, inputs: LiteralMap | undefined): LaunchInput[] {
  const types = inputTypesOf(drawn, path);
  return Object.entries(inputs?.literals ?? {}).flatMap(([name, prefill]) => {
    const type = types.get(name) ?? literalType(prefill);
    return type ? [create(LaunchInputSchema, { name, type, required: true, prefill })] : [];
  });
}

function variablesOf(drawn: Drawn, path: string): VariableMap | undefined {
  const target = drawn.templates.get(path)?.target;
  if (target?.case === "taskNode") return taskTemplateOf(drawn, path)?.interface?.inputs;
  if (target?.case !== "workflowNode" || target.value.reference.case !== "subWorkflowRef") return undefined;
  const wanted = formatIdentifier(target.value.reference.value);
  const found = closureAt(drawn, path).subWorkflows.find(({ template }) => formatIdentifier(template?.id) === wanted);
  return found?.template?.interface?.inputs;
}
