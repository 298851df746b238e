/** Bindings → values and references, at any depth. */
import { create } from "@bufbuild/protobuf";
import { type BindingData, type Literal, LiteralSchema } from "../../gen/flyteidl/core/literals_pb.js";
import type { LiteralType, OutputReference } from "../../gen/flyteidl/core/types_pb.js";
import { assertNever } from "../../never.ts";
import { pickVariant } from "../lower-binding.ts";
import { startNode } from "../workflow-context.ts";
import { liftLiteral } from "./lift-literal.ts";
import { NotSayable } from "./lift-not-sayable.ts";
import { compact, type Written } from "./lift-written.ts";

/**
 * @param type what is due there; constants are written by it
 * @throws NotSayable where no value lowers to it
 */
export function liftBinding(data: BindingData | undefined, type: LiteralType | undefined): Written {
  if (!data) throw new NotSayable("it is bound to nothing");
  if (data.union) throw new NotSayable("its binding names a variant of a union");
  const { value } = data;
  if (value.case === "promise") return formatReference(value.value);
  const literal = toConstant(data);
  if (literal) {
    if (!type) throw new NotSayable("nothing declares its type");
    return liftLiteral(literal, type);
  }
  // From here on there are promises inside.
  if (value.case === "collection") {
    const list = type && pickVariant(type, "collectionType");
    const element = list?.type.case === "collectionType" ? list.type.value : undefined;
    return compact(value.value.bindings.map((each) => liftBinding(each, element)));
  }
  if (value.case === "map") {
    const map = type && pickVariant(type, "mapValueType");
    const member = map?.type.case === "mapValueType" ? map.type.value : undefined;
    const members = Object.entries(value.value.bindings).map(
      ([key, each]) => [key, liftBinding(each, member)] as const,
    );
    return compact(new Map(members));
  }
  throw new NotSayable("it is bound to nothing");
}

/** `${node.output[2].field}`. @throws NotSayable where a part of it is no name */
export function formatReference({ nodeId, var: variable, attrPath }: OutputReference): string {
  if (nodeId === "") throw new NotSayable(`it refers to the workflow's input ${variable} by an empty node id`);
  const node = nodeId === startNode ? "inputs" : nodeId;
  const isTaken = node !== nodeId ? false : node === "inputs" || node === "error";
  if (isTaken || !isName(node) || !isName(variable)) {
    throw new NotSayable(`it refers to ${JSON.stringify(variable)} of the node ${JSON.stringify(nodeId)}`);
  }
  const steps = attrPath.map(({ value: step }) => {
    if (step.case === "stringValue") return isName(step.value) ? `.${step.value}` : `[${JSON.stringify(step.value)}]`;
    if (step.case === "intValue" && step.value >= 0) return `[${step.value}]`;
    throw new NotSayable(`its reference to ${nodeId}.${variable} has a step that is neither an index nor a field`);
  });
  return `\${${node}.${variable}${steps.join("")}}`;
}

function isName(text: string): boolean {
  return /^[A-Za-z0-9_][A-Za-z0-9_-]*$/.test(text);
}

/** The literal that the binding data is; undefined where there is a promise in it. */
function toConstant({ value, union }: BindingData): Literal | undefined {
  if (union) return undefined;
  switch (value.case) {
    case "scalar":
    case "offloadedMetadata":
      return create(LiteralSchema, { value });
    case "collection": {
      const literals = value.value.bindings.map(toConstant);
      const whole = literals.flatMap((each) => each ?? []);
      if (whole.length < literals.length) return undefined;
      return create(LiteralSchema, { value: { case: "collection", value: { literals: whole } } });
    }
    case "map": {
      const members = Object.entries(value.value.bindings).map(([key, each]) => [key, toConstant(each)] as const);
      const whole = members.flatMap(([key, each]) => (each ? [[key, each] as const] : []));
      if (whole.length < members.length) return undefined;
      return create(LiteralSchema, { value: { case: "map", value: { literals: Object.fromEntries(whole) } } });
    }
    case "promise":
    case undefined:
      return undefined;
    default:
      return assertNever(value, "binding data");
  }
}
