/**
 * Branch nodes: the outputs their arms have in common, and the conditions that choose between the arms.
 *
 * @see flytepropeller/pkg/compiler/validators/branch.go and condition.go
 */
import {
  type BooleanExpression,
  ComparisonExpression_Operator,
  type Operand,
} from "@skein/spec/gen/flyteidl/core/condition_pb";
import type { Scalar } from "@skein/spec/gen/flyteidl/core/literals_pb";
import { type LiteralType, SimpleType } from "@skein/spec/gen/flyteidl/core/types_pb";
import { isOptionalType } from "@skein/spec/literal-type";
import { assertNever } from "@skein/spec/never";
import { defect } from "./findings.ts";
import { nearHints } from "./hints.ts";
import type { Variables } from "./node-interface.ts";
import type { NodeRecord } from "./node-tree.ts";
import type { WorkflowScope } from "./scope.ts";
import { into, type Trail, toPath } from "./trail.ts";
import { primitiveType, simpleType, typeOfScalar } from "./type-of-literal.ts";

/** The outputs all arms have, where their types agree; undefined when an arm is missing or its outputs are not known. */
export function branchOutputs(record: NodeRecord, within: WorkflowScope): Variables | undefined {
  if (!reportMissingParts(record, within)) return undefined;
  const { types } = within.scope;
  const children = record.arms.flatMap(({ child }) => child ?? []);
  const interfaces = children.map((child) => within.interfaces.get(child));
  const [first, ...others] = interfaces;
  if (!first) return undefined;
  const common = new Map(first.outputs);
  let agree = true;
  for (const [index, other] of others.entries()) {
    if (!other) return undefined;
    for (const [name, type] of common) {
      if (!other.outputs.has(name)) {
        common.delete(name);
        continue;
      }
      const theirs = other.outputs.get(name);
      const child = children[index + 1];
      if (!type || !theirs || !child || types.text(type) === types.text(theirs)) continue;
      agree = false;
      within.report({
        code: "MismatchingTypes",
        facts: {
          variable: name,
          actual: types.show(theirs),
          expected: types.show(type),
          actualText: types.text(theirs),
          expectedText: types.text(type),
          reason: "the arms of a branch must have outputs of the same type",
        },
        nodeId: child.id,
        at: child.at,
        message:
          `Output ${name} of ${child.id} is ${types.show(theirs)}, but ${children[0]?.id ?? "the first arm"} has ` +
          `${types.show(type)}: the arms of a branch must agree`,
        related: children[0] ? [{ at: children[0].at, message: `The first arm, ${children[0].id}` }] : [],
      });
    }
  }
  return agree ? common : undefined;
}

function reportMissingParts(record: NodeRecord, { report }: WorkflowScope): boolean {
  if (record.node.target.case !== "branchNode") return false;
  const { ifElse } = record.node.target.value;
  const at = into(record.at, "branchNode");
  const required = (field: string, message: string, where: Trail) =>
    report({ code: "ValueRequired", facts: { field }, nodeId: record.id, at: where, message });
  if (!ifElse) {
    required("Branch.IfElse", `Branch ${record.id} has no cases`, at);
    return false;
  }
  const root = into(at, "ifElse");
  let isWhole = true;
  if (!ifElse.case) {
    required("Branch.IfElse.Case", `Branch ${record.id} has no first case`, root);
    isWhole = false;
  }
  for (const { arm, child } of record.arms) {
    if (child) continue;
    isWhole = false;
    report({
      code: "BranchNodeIdNotFound",
      facts: {},
      nodeId: record.id,
      at: arm.block,
      message: `A case of branch ${record.id} has no node to run`,
    });
  }
  if (ifElse.default.case === undefined) {
    const message = `Branch ${record.id} does not say what to do when no case holds: give an else node or an error`;
    report({ code: "BranchNodeHasNoDefault", facts: {}, nodeId: record.id, at: root, message });
  }
  return isWhole;
}

/** Checks every condition of a branch against its inputs; `inputs` is undefined when their types are not known. */
export function checkConditions(record: NodeRecord, inputs: Variables | undefined, within: WorkflowScope): void {
  if (record.node.target.case !== "branchNode") return;
  const { ifElse } = record.node.target.value;
  if (!ifElse) return;
  const root = into(record.at, "branchNode", "ifElse");
  const blocks = ifElse.other.map((block, index) => ({ block, at: into(root, "other", index) }));
  if (ifElse.case) blocks.unshift({ block: ifElse.case, at: into(root, "case") });

  const noCondition = (at: Trail) =>
    within.report({
      code: "BranchNodeHasNoCondition",
      facts: {},
      nodeId: record.id,
      at,
      message: `A case of branch ${record.id} has no condition, or one with an empty part`,
    });
  const pending: { expression: BooleanExpression; at: Trail }[] = [];
  for (const { block, at } of blocks) {
    if (block.condition) pending.push({ expression: block.condition, at: into(at, "condition") });
    else noCondition(at);
  }
  for (let next = pending.pop(); next; next = pending.pop()) {
    const { expr } = next.expression;
    switch (expr.case) {
      case "conjunction": {
        const at = into(next.at, "conjunction");
        for (const side of ["leftExpression", "rightExpression"] as const) {
          const expression = expr.value[side];
          if (expression) pending.push({ expression, at: into(at, side) });
          else noCondition(at);
        }
        break;
      }
      case "comparison": {
        const { leftValue, rightValue, operator } = expr.value;
        const at = into(next.at, "comparison");
        const right = operandType(rightValue, "RightValue", at, { record, inputs, within });
        const left = operandType(leftValue, "LeftValue", at, { record, inputs, within });
        if (left && right) compareOperands(left, right, operator, at, record, within);
        break;
      }
      case undefined: {
        const message = `A condition of branch ${record.id} is neither a comparison nor a conjunction`;
        within.report({ code: "ValueRequired", facts: { field: "Expr" }, nodeId: record.id, at: next.at, message });
        break;
      }
      default:
        assertNever(expr, "boolean expression");
    }
  }
}

/** `is_none()` of flytekit makes such an operand; nothing else of it does. */
function describeScalar({ value }: Scalar): string {
  return value.case === "noneType" ? "none" : "a scalar";
}

interface OperandPlace {
  readonly record: NodeRecord;
  readonly inputs: Variables | undefined;
  readonly within: WorkflowScope;
}

function operandType(
  operand: Operand | undefined,
  side: "LeftValue" | "RightValue",
  comparison: Trail,
  { record, inputs, within }: OperandPlace,
): LiteralType | undefined {
  const required = (field: string, at: Trail, message: string) =>
    within.report({ code: "ValueRequired", facts: { field }, nodeId: record.id, at, message });
  if (!operand) {
    required(side, comparison, `A comparison of branch ${record.id} lacks one side`);
    return undefined;
  }
  const at = into(comparison, side === "LeftValue" ? "leftValue" : "rightValue");
  const { val } = operand;
  switch (val.case) {
    case "primitive":
      return simpleType(primitiveType(val.value));
    case "var": {
      if (!inputs || inputs.has(val.value)) return inputs?.get(val.value);
      const where = val.value === "" ? at : into(at, "var");
      within.report({
        code: "VariableNameNotFound",
        facts: { variable: val.value, reference: record.id },
        nodeId: record.id,
        at: where,
        message: `A condition of branch ${record.id} reads "${val.value}", which is not bound to the branch`,
        hints: () => nearHints(val.value, inputs.keys(), toPath(where)),
      });
      return undefined;
    }
    case "scalar":
      if (within.scope.mode === "strict") return typeOfScalar(val.value);
      required(
        `${side}.Val`,
        at,
        `A condition of branch ${record.id} compares with ${describeScalar(val.value)}, which Flyte 1.16 refuses`,
      );
      return undefined;
    case undefined:
      required(`${side}.Val`, at, `A comparison of branch ${record.id} has an empty side`);
      return undefined;
    default:
      return assertNever(val, "operand");
  }
}

const orderings: ReadonlySet<ComparisonExpression_Operator> = new Set([
  ComparisonExpression_Operator.GT,
  ComparisonExpression_Operator.GTE,
  ComparisonExpression_Operator.LT,
  ComparisonExpression_Operator.LTE,
]);

function compareOperands(
  left: LiteralType,
  right: LiteralType,
  operator: ComparisonExpression_Operator,
  at: Trail,
  record: NodeRecord,
  { report, scope }: WorkflowScope,
): void {
  const [actual, expected] = [scope.types.show(right), scope.types.show(left)];
  const asksForNone = scope.mode === "strict" && (isNone(left) || isNone(right));
  // A run can tell; only the verdict of upstream's compiler is in the way of is_none().
  const mayBeNone = asksForNone && [left, right].every((type) => isNone(type) || isOptionalType(type));
  if (scope.types.text(left) !== scope.types.text(right) && !mayBeNone) {
    const reason = asksForNone
      ? "only a value that may be none (T?) can be compared with none"
      : "both sides of a comparison must have exactly the same type";
    report({
      code: "MismatchingTypes",
      facts: {
        variable: "RightValue",
        actual,
        expected,
        actualText: scope.types.text(right),
        expectedText: scope.types.text(left),
        reason,
      },
      nodeId: record.id,
      at,
      message: `A condition of branch ${record.id} compares ${expected} with ${actual}: ${reason}`,
    });
    return;
  }
  const kind = asksForNone ? "none" : isSimple(left, SimpleType.BOOLEAN) ? "booleans" : undefined;
  if (!kind || !orderings.has(operator)) return;
  const name = ComparisonExpression_Operator[operator] ?? String(operator);
  report({
    code: "OperatorNotDefined",
    facts: { operator: name, type: expected },
    severity: defect(scope.mode),
    nodeId: record.id,
    at,
    message: `A condition of branch ${record.id} orders ${kind} with ${name}; use == or !=`,
  });
}

function isNone(type: LiteralType): boolean {
  return isSimple(type, SimpleType.NONE);
}

function isSimple({ type }: LiteralType, simple: SimpleType): boolean {
  return type.case === "simple" && type.value === simple;
}
