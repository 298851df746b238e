/**
 * An output of a workflow: what it is bound to and which type it has.
 *
 * The type is that of the reference or constant; where it cannot be told (inside a struct, a list of mixed values) the
 * long form says it: `{ type, value, description }`.
 */
import { create } from "@bufbuild/protobuf";
import { type LiteralType, LiteralTypeSchema, SimpleType } from "../gen/flyteidl/core/types_pb.js";
import { formatLiteralType } from "../literal-type.ts";
import { type DocNode, isText } from "./document.ts";
import { checkVariableName, lowerType } from "./lower-interface.ts";
import { parseValueText } from "./reference.ts";
import { listOf } from "./resolve-node.ts";
import { longOutputShape } from "./schema.ts";
import type { Named } from "./shape.ts";
import { typeOfReference, type WorkflowContext } from "./workflow-context.ts";

export interface Output {
  readonly value: DocNode;
  /** Absent when it was reported that it cannot be told, or when what it refers to is broken. */
  readonly type?: LiteralType;
  readonly description: string;
}

export function readOutput(
  { name, nameSpan, value: node }: Named<DocNode>,
  context: WorkflowContext,
): Output | undefined {
  const { findings } = context;
  checkVariableName(name, nameSpan, findings);
  if (isLongForm(node)) {
    const long = longOutputShape.read(node, { what: name, head: nameSpan }, findings);
    const type = long?.type && lowerType(long.type, findings);
    if (!long?.value || !type) return undefined;
    return { value: long.value, type, description: long.description?.text ?? "" };
  }
  if (node.kind === "scalar" && node.value === null) {
    findings.add({
      code: "ValueRequired",
      message: `The output ${name} is bound to nothing`,
      span: nameSpan,
      hints: [{ text: `Give it a reference, such as \${node.output}` }],
    });
    return undefined;
  }
  const type = inferType(node, context);
  if (type === "unknown") {
    findings.add({
      code: "UndeterminedType",
      message: `The type of the output ${name} cannot be told from its value`,
      span: node,
      hints: [{ text: `Say it: ${name}: { type: <type>, value: … }` }],
    });
  }
  return { value: node, description: "", ...(typeof type === "object" ? { type } : {}) };
}

/** A map that has a type and a value, and nothing that the long form does not have. */
function isLongForm(node: DocNode): boolean {
  if (node.kind !== "map") return false;
  const keys = node.entries.map((entry) => entry.key);
  return ["type", "value"].every((key) => keys.includes(key)) && keys.every((key) => longKeys.has(key));
}

const longKeys = new Set(["type", "value", "description"]);

/** "unknown" when it cannot be told; "broken" when that is somebody else's mistake, reported where it is. */
function inferType(node: DocNode, context: WorkflowContext): LiteralType | "unknown" | "broken" {
  switch (node.kind) {
    case "scalar": {
      if (!isText(node)) return simple(simpleTypeOf(node.value));
      const parsed = parseValueText(node.text);
      if (parsed.kind === "text") return simple(SimpleType.STRING);
      return parsed.kind === "reference" ? typeOfReference(parsed, context) : "broken";
    }
    case "list": {
      const element = commonType(node.items, context);
      return typeof element === "object" ? listOf(element) : element;
    }
    case "map": {
      const member = commonType(
        node.entries.map((entry) => entry.value),
        context,
      );
      if (typeof member !== "object") return member;
      return create(LiteralTypeSchema, { type: { case: "mapValueType", value: member } });
    }
  }
}

function commonType(nodes: readonly DocNode[], context: WorkflowContext): LiteralType | "unknown" | "broken" {
  let common: LiteralType | undefined;
  for (const node of nodes) {
    const type = inferType(node, context);
    if (typeof type !== "object") return type;
    if (common && formatLiteralType(common, { detail: true }) !== formatLiteralType(type, { detail: true }))
      return "unknown";
    common = type;
  }
  return common ?? "unknown";
}

function simpleTypeOf(value: bigint | number | boolean | string | null): SimpleType {
  if (typeof value === "bigint") return SimpleType.INTEGER;
  if (typeof value === "number") return SimpleType.FLOAT;
  return typeof value === "boolean" ? SimpleType.BOOLEAN : SimpleType.NONE;
}

const simple = (value: SimpleType) => create(LiteralTypeSchema, { type: { case: "simple", value } });
