/**
 * The variables a node has: what its target declares, and the names its outputs are seen by.
 *
 * Plain nodes know theirs at once. Branches take theirs from their children, array nodes from the inner node and
 * approvals from what they read, so those are worked out once what they depend on is known, in any order of the list.
 */
import type { TypedInterface, VariableMap } from "@skein/spec/gen/flyteidl/core/interface_pb";
import type { LiteralType } from "@skein/spec/gen/flyteidl/core/types_pb";
import type { GateNode, TaskNode, WorkflowNode } from "@skein/spec/gen/flyteidl/core/workflow_pb";
import { formatIdentifier, identifierKey } from "@skein/spec/identifier";
import { assertNever } from "@skein/spec/never";
import { readUntyped } from "./bindings.ts";
import { branchOutputs } from "./branch.ts";
import { nearHints } from "./hints.ts";
import type { NodeRecord } from "./node-tree.ts";
import type { WorkflowScope } from "./scope.ts";
import { into, type Trail, toPath } from "./trail.ts";

/** Types by variable name; undefined for one whose type is missing (that is reported where it is declared). */
export type Variables = ReadonlyMap<string, LiteralType | undefined>;

/** A node's variables. */
export interface NodeInterface {
  /** `untyped`: the node takes whatever is bound (branches, approvals). */
  readonly inputs: Variables | "untyped";
  /** By the names the target declares. */
  readonly outputs: Variables;
  /** By the names consumers use: aliases in place of what they rename. */
  readonly visible: Variables;
}

const nothing: Variables = new Map();

/** The interface of one node; undefined when it cannot be told, which is reported unless the cause is another node. */
export function interfaceOf(record: NodeRecord, within: WorkflowScope): NodeInterface | undefined {
  const declared = declaredInterface(record, within);
  if (!declared || record.place === "inner") return declared && { ...declared, visible: declared.outputs };
  return { ...declared, visible: applyAliases(record, declared.outputs, within) };
}

/** What a node's target declares. */
export type DeclaredInterface = Pick<NodeInterface, "inputs" | "outputs">;

function declaredInterface(record: NodeRecord, within: WorkflowScope): DeclaredInterface | undefined {
  const { target } = record.node;
  switch (target.case) {
    case "taskNode":
      return taskInterface(target.value, record, within);
    case "workflowNode":
      return workflowNodeInterface(target.value, record, within);
    case "branchNode": {
      const outputs = branchOutputs(record, within);
      return outputs && { inputs: "untyped", outputs };
    }
    case "gateNode":
      return gateInterface(target.value, record, within);
    case "arrayNode":
      // One that nests too deep was not opened, which is reported.
      if (!record.inner && target.value.node) return undefined;
      if (!record.inner)
        return missing("ArrayNode.Node", "The array node has no inner node", record.at, record, within);
      return within.interfaces.get(record.inner);
    case undefined:
      return missing("Target", `Node ${record.id} does not say what it runs`, record.at, record, within);
    default:
      return assertNever(target, "node target");
  }
}

function taskInterface(
  { reference }: TaskNode,
  record: NodeRecord,
  within: WorkflowScope,
): DeclaredInterface | undefined {
  const { scope, report } = within;
  const at = into(record.at, "taskNode");
  if (reference.case === undefined) {
    return missing("TaskNode.ReferenceId", `Node ${record.id} names no task`, at, record, within);
  }
  const task = scope.tasks.get(identifierKey(reference.value));
  // A task that was not given is reported with all other references (reference-check.ts).
  if (!task) return undefined;
  const known = scope.taskInterfaces.get(task);
  if (known) return known;
  const found = checkedInterface(task.interface, `task ${formatIdentifier(task.id)}`, into(at, "referenceId"));
  if (found) scope.taskInterfaces.set(task, found);
  return found;

  function checkedInterface(
    declared: TypedInterface | undefined,
    owner: string,
    where: Trail,
  ): DeclaredInterface | undefined {
    const inputs = readVariables(declared?.inputs, `input of ${owner}`, where);
    const outputs = readVariables(declared?.outputs, `output of ${owner}`, where);
    return inputs && outputs && { inputs, outputs };
  }

  function readVariables(map: VariableMap | undefined, what: string, where: Trail): Variables | undefined {
    const variables = new Map<string, LiteralType | undefined>();
    let isWhole = true;
    for (const [name, { type }] of Object.entries(map?.variables ?? {})) {
      variables.set(name, type);
      if (name !== "" && type) continue;
      isWhole = false;
      const message = name === "" ? `An ${what} has no name` : `${name}, ${what}, has no type`;
      const field = name === "" ? "paramName" : "param.Type";
      report({ code: "ValueRequired", facts: { field }, nodeId: record.id, at: where, message });
    }
    return isWhole ? variables : undefined;
  }
}

function workflowNodeInterface(
  { reference }: WorkflowNode,
  record: NodeRecord,
  within: WorkflowScope,
): DeclaredInterface | undefined {
  const { scope, workflow, report } = within;
  if (reference.case === undefined) {
    report({
      code: "WorkflowReferenceNotFound",
      facts: { reference: "", referenceText: "<nil>" },
      nodeId: record.id,
      at: into(record.at, "workflowNode"),
      message: `Node ${record.id} names neither a launch plan nor a sub-workflow`,
    });
    return undefined;
  }
  const key = identifierKey(reference.value);
  if (reference.case === "subWorkflowRef") {
    const target = scope.workflows.byKey.get(key);
    if (!target || target.template.interface) return target && templateInterface(target.template.interface);
    const at = into(record.at, "workflowNode", "subWorkflowRef");
    const message = `Sub-workflow ${target.entity} has no interface`;
    return missing("WorkflowNode.Template.Interface", message, at, record, within);
  }
  const own = workflow.template.id;
  if (own && identifierKey(own) === key) return templateInterface(workflow.template.interface);
  const launchPlan = scope.launchPlans.get(key);
  if (!launchPlan) return undefined;
  // A parameter with a default need not be bound, and only shows where it is.
  const bound = new Set(record.node.inputs.map((binding) => binding.var));
  const inputs = Object.entries(launchPlan.expectedInputs.parameters)
    .filter(([name, { behavior }]) => (behavior.case === "required" && behavior.value) || bound.has(name))
    .map(([name, parameter]) => [name, parameter.var?.type] as const);
  return { inputs: new Map(inputs), outputs: variablesOf(launchPlan.expectedOutputs) };
}

function gateInterface(
  { condition }: GateNode,
  record: NodeRecord,
  within: WorkflowScope,
): DeclaredInterface | undefined {
  const at = into(record.at, "gateNode");
  switch (condition.case) {
    case "approve":
      return { inputs: "untyped", outputs: readUntyped(record, within) };
    case "signal": {
      const { type, outputVariableName } = condition.value;
      const where = into(at, "signal");
      const what = `Node ${record.id} waits for a signal`;
      const typed = type ?? missing("GateNode.Signal.Type", `${what} but does not say its type`, where, record, within);
      const named =
        outputVariableName ||
        missing("GateNode.Signal.OutputVariableName", `${what} but does not name its output`, where, record, within);
      return typed && named ? { inputs: nothing, outputs: new Map([[named, typed]]) } : undefined;
    }
    case "sleep":
      return { inputs: nothing, outputs: nothing };
    case undefined:
      within.report({
        code: "NoConditionFound",
        facts: {},
        nodeId: record.id,
        at,
        message: `Gate node ${record.id} has no condition: neither an approval, a signal nor a sleep`,
      });
      return undefined;
    default:
      return assertNever(condition, "gate condition");
  }
}

/** The declared variables of a workflow; its own compilation reports what is wrong with them. */
export function templateInterface(declared: TypedInterface | undefined): { inputs: Variables; outputs: Variables } {
  return { inputs: variablesOf(declared?.inputs), outputs: variablesOf(declared?.outputs) };
}

function variablesOf(map: VariableMap | undefined): Variables {
  return new Map(Object.entries(map?.variables ?? {}).map(([name, { type }]) => [name, type]));
}

function applyAliases(record: NodeRecord, outputs: Variables, { report }: WorkflowScope): Variables {
  const { outputAliases } = record.node;
  if (outputAliases.length === 0) return outputs;
  const visible = new Map(outputs);
  const aliased = new Map<string, Trail>();
  for (const [index, { var: name, alias }] of outputAliases.entries()) {
    const at = into(record.at, "outputAliases", index);
    const first = aliased.get(name);
    if (first) {
      const message = `Output ${name} of node ${record.id} has two aliases`;
      const related = [{ at: first, message: "The first alias" }];
      report({ code: "DuplicateAlias", facts: { alias }, nodeId: record.id, at, message, related });
    } else if (!outputs.has(name)) {
      report({
        code: "ParameterNotBound",
        facts: { variable: alias },
        nodeId: record.id,
        at,
        message: `Alias ${alias} is for output "${name}", which node ${record.id} does not have`,
        hints: () => nearHints(name, outputs.keys(), name === "" ? undefined : toPath(into(at, "var"))),
      });
    } else {
      aliased.set(name, at);
      visible.delete(name);
    }
  }
  for (const { var: name, alias } of outputAliases) if (aliased.has(name)) visible.set(alias, outputs.get(name));
  return visible;
}

function missing(field: string, message: string, at: Trail, record: NodeRecord, { report }: WorkflowScope): undefined {
  report({ code: "ValueRequired", facts: { field }, nodeId: record.id, at, message });
}
