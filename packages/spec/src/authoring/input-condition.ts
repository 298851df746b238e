/**
 * Conditions over the inputs of one node, as somebody types them at a breakpoint: `x > 5 and name == "a"`.
 *
 * The language of `when` (condition.ts) with inputs called by their bare names, `.title` and `split.rows` of branches
 * among them. formatCondition writes it back.
 */
import { create } from "@bufbuild/protobuf";
import { findNear, formatDidYouMean } from "../did-you-mean.ts";
import {
  type BooleanExpression,
  BooleanExpressionSchema,
  ConjunctionExpression_LogicalOperator,
  type Operand as OperandMessage,
  OperandSchema,
} from "../gen/flyteidl/core/condition_pb.js";
import type { LiteralType } from "../gen/flyteidl/core/types_pb.js";
import { Problem } from "../problem.ts";
import { type Condition, type Operand, parseCondition } from "./condition.ts";
import { cutOf, operatorOf, readConstant } from "./lower-condition.ts";

/** Of each input of the node; undefined where its type is not known before it runs. */
export type InputTypes = ReadonlyMap<string, LiteralType | undefined>;

/** The text is no condition over these inputs: says where and what to write. */
export class InvalidInputCondition extends Problem {
  readonly kind = "invalid";
}

/** @throws InvalidInputCondition */
export function parseInputCondition(text: string, inputs: InputTypes): BooleanExpression {
  const names: string[] = [];
  const parsed = parseCondition(
    text.replace(lexer, (token, name: string | undefined) => {
      if (name === undefined || words.has(name)) return token;
      return `\${inputs.v${names.push(name) - 1}}`;
    }),
  );
  const shown = (message: string) =>
    message.replaceAll(/\$\{inputs\.v(\d+)\}/g, (whole, index: string) => names[Number(index)] ?? whole);
  if (parsed.problem) throw new InvalidInputCondition(`The condition cannot be read: ${shown(parsed.problem.message)}`);
  return lower(parsed.condition, { inputs, names });
}

/** Quoted texts, references and numbers stay; what else is a word is a name. */
const lexer =
  /"(?:[^"\\]|\\.)*"|'(?:[^']|'')*'|\$\{[^}]*\}|[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?(?![\w.])|(\.?[A-Za-z_][\w.-]*)/g;
const words: ReadonlySet<string> = new Set(["and", "or", "not", "true", "false", "AND", "OR", "True", "False"]);

interface Names {
  readonly inputs: InputTypes;
  readonly names: readonly string[];
}

function lower(condition: Condition, scope: Names): BooleanExpression {
  if (condition.kind !== "comparison") return join(condition.kind, condition.parts, scope);
  const { left, right } = condition;
  const value = {
    operator: operatorOf[condition.operator],
    leftValue: operand(left, right, scope),
    rightValue: operand(right, left, scope),
  };
  return create(BooleanExpressionSchema, { expr: { case: "comparison", value } });
}

function join(word: "and" | "or", parts: readonly Condition[], scope: Names): BooleanExpression {
  const [only] = parts;
  if (only && parts.length === 1) return lower(only, scope);
  const cut = cutOf(parts.length);
  const value = {
    operator: word === "and" ? ConjunctionExpression_LogicalOperator.AND : ConjunctionExpression_LogicalOperator.OR,
    leftExpression: join(word, parts.slice(0, cut), scope),
    rightExpression: join(word, parts.slice(cut), scope),
  };
  return create(BooleanExpressionSchema, { expr: { case: "conjunction", value } });
}

/** A constant takes the type of what it is compared with. */
function operand(own: Operand, other: Operand, scope: Names): OperandMessage {
  if (own.kind === "reference") return create(OperandSchema, { val: { case: "var", value: nameOf(own, scope) } });
  const type = other.kind === "reference" ? scope.inputs.get(nameOf(other, scope)) : undefined;
  const primitive = readConstant(own, type);
  if (!primitive)
    throw new InvalidInputCondition("A number of the condition is too large; an int has 64 bits, a float is finite");
  return create(OperandSchema, { val: { case: "primitive", value: primitive } });
}

function nameOf({ reference }: Operand & { kind: "reference" }, { inputs, names }: Names): string {
  const placed = /^v(\d+)$/.exec(reference.variable)?.[1];
  const name = (placed === undefined ? undefined : names[Number(placed)]) ?? reference.variable;
  if (inputs.has(name)) return name;
  const known = [...inputs.keys()];
  const instead = formatDidYouMean(findNear(name, known));
  const which = known.length === 0 ? "it has none" : `it has ${known.join(", ")}`;
  throw new InvalidInputCondition(`${name} is no input of this node; ${which}.${instead}`);
}
