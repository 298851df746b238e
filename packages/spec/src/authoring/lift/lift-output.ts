/**
 * Outputs of a workflow → references alone where their type is that of what they refer to, else the long form.
 */
import { create } from "@bufbuild/protobuf";
import { canonicalBytes } from "../../digest.ts";
import type { BindingData } from "../../gen/flyteidl/core/literals_pb.js";
import { type LiteralType, LiteralTypeSchema, SimpleType } from "../../gen/flyteidl/core/types_pb.js";
import type { Node, WorkflowTemplate } from "../../gen/flyteidl/core/workflow_pb.js";
import { startNode, typeAlong } from "../workflow-context.ts";
import { liftBinding } from "./lift-binding.ts";
import { variableTypes } from "./lift-node-parts.ts";
import { NotSayable, within } from "./lift-not-sayable.ts";
import type { LiftScope } from "./lift-scope.ts";
import { childrenOf } from "./lift-switch.ts";
import { liftType } from "./lift-type.ts";
import { compact, type Fields, fields, unlessEmpty, type Written } from "./lift-written.ts";

type Types = ReadonlyMap<string, LiteralType | undefined>;

/** Undefined where there are none. @throws NotSayable */
export function liftOutputs(template: WorkflowTemplate, scope: LiftScope): Fields | undefined {
  const declared = template.interface?.outputs?.variables ?? {};
  const written = new Map<string, Written>();
  for (const { var: name, binding } of template.outputs) {
    const variable = declared[name];
    if (written.has(name) || !variable) throw new NotSayable(`its output ${name} is not one that is declared once`);
    within(`output ${name}`, () => {
      const { type, description } = variable;
      const value = liftBinding(binding, type);
      const isTold = description === "" && isSame(type, binding && inferType(binding, template, scope));
      const long = () => fields({ type: liftType(type), value, description: description || undefined });
      written.set(name, isTold ? value : compact(long()));
    });
  }
  return unlessEmpty(written);
}

/** The type that lowering gives an output without one; undefined where it is safer to say it. */
function inferType({ value }: BindingData, template: WorkflowTemplate, scope: LiftScope): LiteralType | undefined {
  if (value.case === "scalar") {
    const { value: scalar } = value.value;
    const isText = scalar.case === "primitive" && scalar.value.value.case === "stringValue";
    return isText ? create(LiteralTypeSchema, { type: { case: "simple", value: SimpleType.STRING } }) : undefined;
  }
  if (value.case !== "promise") return undefined;
  const { nodeId, var: variable, attrPath } = value.value;
  const node = template.nodes.find((each) => each.id === nodeId);
  const types = nodeId === startNode ? variableTypes(template.interface?.inputs) : node && outputTypes(node, scope);
  const type = types?.get(variable);
  return (
    type &&
    typeAlong(
      type,
      attrPath.flatMap(({ value: { value: step } }) => (step === undefined ? [] : [{ value: step }])),
    )
  );
}

/** As resolve-node.ts gives them. */
function outputTypes({ target }: Node, scope: LiftScope): Types {
  switch (target.case) {
    case "taskNode":
      return taskOutputs(target.value.reference, scope);
    case "arrayNode": {
      const inner = target.value.node?.target;
      return inner?.case === "taskNode" ? taskOutputs(inner.value.reference, scope) : none;
    }
    case "workflowNode": {
      const { reference } = target.value;
      if (reference.case === "subWorkflowRef")
        return variableTypes(scope.getWorkflow(reference.value).interface?.outputs);
      return reference.case ? variableTypes(scope.getLaunchPlan(reference.value).expectedOutputs) : none;
    }
    case "gateNode": {
      const { condition } = target.value;
      return condition.case === "signal" ? new Map([["value", condition.value.type]]) : none;
    }
    case "branchNode": {
      // Only what all branches have may be referred to, and the first says its type.
      const [first] = target.value.ifElse ? childrenOf(target.value.ifElse) : [];
      return first ? outputTypes(first, scope) : none;
    }
    case undefined:
      return none;
  }
}

const none: Types = new Map();

function taskOutputs(reference: TaskReference, scope: LiftScope): Types {
  return reference.case === "referenceId" ? variableTypes(scope.getTask(reference.value).interface?.outputs) : none;
}

type TaskReference = Extract<Node["target"], { case: "taskNode" }>["value"]["reference"];

function isSame(left: LiteralType | undefined, right: LiteralType | undefined): boolean {
  if (!left || !right) return false;
  return String(canonicalBytes(LiteralTypeSchema, left)) === String(canonicalBytes(LiteralTypeSchema, right));
}
