/**
 * Where the time of an execution went: a tree of spans, down to attempts (admin-api.md §3.10).
 *
 * Each level of executions, nodes and attempts takes one off the depth; 0 goes no further and a negative depth goes
 * all the way. Differs from upstream where upstream answers with an error: a sub-workflow need not be registered by
 * itself, and the failure node is a node.
 * @see flyteadmin/pkg/manager/impl/metrics_manager.go
 */
import { fromBinary } from "@bufbuild/protobuf";
import { CompiledWorkflowClosureSchema } from "@skein/spec/gen/flyteidl/core/compiler_pb";
import type { Span } from "@skein/spec/gen/flyteidl/core/metrics_pb";
import type { BranchNode, Node, WorkflowNode } from "@skein/spec/gen/flyteidl/core/workflow_pb";
import { formatIdentifier } from "@skein/spec/identifier";
import { assertNever } from "@skein/spec/never";
import type { Database } from "../../store/database.ts";
import { findChildExecution } from "../../store/executions.ts";
import { nodeExecutionsOf } from "../../store/node-executions.ts";
import type { ExecutionRow, NodeExecutionRow } from "../../store/tables.ts";
import { taskExecutionsOf } from "../../store/task-executions.ts";
import { getWorkflowById } from "../../store/workflows.ts";
import { findDynamic } from "../dynamic-workflow.ts";
import { toExecutionId } from "../execution-messages.ts";
import { branchLevel, type Level, lastUpstream, workflowLevel } from "./level.ts";
import { operation, operationIfAny, reference } from "./span.ts";
import { attemptSpans } from "./task-spans.ts";

export function executionSpan(db: Database, execution: ExecutionRow, depth: number): Span {
  const id = { case: "workflowId", value: toExecutionId(execution) } as const;
  return reference(id, execution, depth === 0 ? [] : openWalk(db, execution).workflow(depth - 1));
}

/** Names of the nodes that every workflow has. */
const startNode = "start-node";
const endNode = "end-node";

function openWalk(db: Database, execution: ExecutionRow) {
  const byParent = Map.groupBy(nodeExecutionsOf(db, execution.id), (row) => row.parent_id);
  const childrenOf = (node: NodeExecutionRow | null) => byParent.get(node?.id ?? null) ?? [];

  function workflow(depth: number): Span[] {
    const closure = fromBinary(CompiledWorkflowClosureSchema, getWorkflowById(db, execution.workflow_id).closure);
    const level = workflowLevel(closure, closure.primary, childrenOf(null));
    const start = level.rows.get(startNode);
    if (!start) return [operation("WORKFLOW_SETUP", execution.created_at, execution.updated_at)];
    const last = lastUpstream(level, endNode);
    return [
      operation("WORKFLOW_SETUP", execution.created_at, start.updated_at),
      ...nodesOf(level, depth),
      ...(last ? operationIfAny("WORKFLOW_TEARDOWN", last.updated_at, execution.updated_at) : []),
    ];
  }

  function nodesOf(level: Level, depth: number): Span[] {
    const own = [...level.rows.values()].filter(
      (row) => row.spec_node_id !== startNode && row.spec_node_id !== endNode,
    );
    return own.map((row) => {
      const last = lastUpstream(level, row.spec_node_id);
      const transition = last ? [operation("NODE_TRANSITION", last.updated_at, row.created_at)] : [];
      return nodeSpan(row, level, depth, transition);
    });
  }

  function nodeSpan(row: NodeExecutionRow, level: Level, depth: number, before: readonly Span[] = []): Span {
    const id = { nodeId: row.node_id, executionId: toExecutionId(execution) };
    const node = level.nodes.get(row.spec_node_id);
    const parts = depth === 0 || !node ? [] : partsOf(row, node, level, depth - 1);
    return reference({ case: "nodeId", value: id }, row, [...before, ...parts]);
  }

  function partsOf(row: NodeExecutionRow, { target }: Node, level: Level, depth: number): Span[] {
    switch (target.case) {
      case "taskNode":
        return row.is_dynamic === 1 ? dynamicParts(row, depth) : taskParts(row, depth);
      case "workflowNode":
        return workflowParts(row, target.value, level, depth);
      case "branchNode":
        return branchParts(row, target.value, level, depth);
      case "gateNode":
        return gateParts(row);
      case "arrayNode": // upstream knows no parts of these
      case undefined:
        return [];
      default:
        return assertNever(target, "node target");
    }
  }

  function taskParts(row: NodeExecutionRow, depth: number): Span[] {
    const tasks = taskExecutionsOf(db, row.id);
    const [first] = tasks;
    const last = tasks.at(-1);
    if (!first || !last) return [notStarted(row)];
    return [
      operation("NODE_SETUP", row.created_at, first.created_at),
      ...attemptSpans(execution, row, tasks, depth),
      ...operationIfAny("NODE_TEARDOWN", last.updated_at, row.updated_at),
    ];
  }

  /** The task that asks for nodes, then those nodes. */
  function dynamicParts(row: NodeExecutionRow, depth: number): Span[] {
    const tasks = taskExecutionsOf(db, row.id);
    const [first] = tasks;
    const asked = tasks.at(-1);
    if (!first || !asked) return [notStarted(row)];
    const before = [
      operation("NODE_SETUP", row.created_at, first.created_at),
      ...attemptSpans(execution, row, tasks, depth),
    ];
    const closure = findDynamic(db, row)?.closure;
    const level = closure && workflowLevel(closure, closure.primary, childrenOf(row));
    const start = level?.rows.get(startNode);
    if (!level || !start) return [...before, ...operationIfAny("NODE_RESET", asked.updated_at, row.updated_at)];
    const last = lastUpstream(level, endNode);
    return [
      ...before,
      ...operationIfAny("NODE_RESET", asked.updated_at, start.updated_at),
      ...nodesOf(level, depth),
      ...(last ? operationIfAny("NODE_TEARDOWN", last.updated_at, row.updated_at) : []),
    ];
  }

  function workflowParts(row: NodeExecutionRow, { reference: target }: WorkflowNode, level: Level, depth: number) {
    switch (target.case) {
      case "subWorkflowRef": {
        const wanted = formatIdentifier(target.value);
        const found = level.closure.subWorkflows.find(
          ({ template }) => template?.id && formatIdentifier(template.id) === wanted,
        );
        return subWorkflowParts(row, workflowLevel(level.closure, found, childrenOf(row)), depth);
      }
      case "launchplanRef":
        return childParts(row, depth);
      case undefined:
        return [];
      default:
        return assertNever(target, "workflow node reference");
    }
  }

  function subWorkflowParts(row: NodeExecutionRow, level: Level, depth: number): Span[] {
    const start = level.rows.get(startNode);
    if (!start) return [notStarted(row)];
    const last = lastUpstream(level, endNode);
    return [
      operation("NODE_SETUP", row.created_at, start.updated_at),
      ...nodesOf(level, depth),
      ...(last ? operationIfAny("NODE_TEARDOWN", last.updated_at, row.updated_at) : []),
    ];
  }

  /** The execution a launch plan node launched goes on with what is left of the depth. */
  function childParts(row: NodeExecutionRow, depth: number): Span[] {
    const child = findChildExecution(db, row.id);
    if (!child) return [notStarted(row)];
    return [
      operation("NODE_SETUP", row.created_at, child.created_at),
      executionSpan(db, child, depth),
      ...operationIfAny("NODE_TEARDOWN", child.updated_at, row.updated_at),
    ];
  }

  function branchParts(row: NodeExecutionRow, branch: BranchNode, { closure }: Level, depth: number): Span[] {
    const level = branchLevel(closure, branch, childrenOf(row));
    const [arm] = level.rows.values();
    if (!arm) return [notStarted(row)];
    return [
      operation("NODE_SETUP", row.created_at, arm.created_at),
      nodeSpan(arm, level, depth),
      ...operationIfAny("NODE_TEARDOWN", arm.updated_at, row.updated_at),
    ];
  }

  return { workflow };
}

const notStarted = ({ created_at, updated_at }: NodeExecutionRow): Span =>
  operation("NODE_SETUP", created_at, updated_at);

function gateParts({ created_at, started_at, duration_ms, updated_at }: NodeExecutionRow): Span[] {
  if (started_at === null) return [operation("NODE_SETUP", created_at, updated_at)];
  const setup = operation("NODE_SETUP", created_at, started_at);
  if (!duration_ms) return [setup, operation("NODE_IDLE", started_at, updated_at)];
  const end = started_at + duration_ms;
  return [setup, operation("NODE_IDLE", started_at, end), operation("NODE_TEARDOWN", end, updated_at)];
}
