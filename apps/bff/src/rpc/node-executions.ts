import type { NodeExecutionIdentifier } from "@skein/spec/gen/flyteidl/core/identifier_pb";
import { deckKeyOf } from "../admin/deck.ts";
import { getExecution, getNodeExecution } from "../admin/lookups.ts";
import { requireExecutionId, requireNodeExecutionId, requireText, requireValue } from "../admin/request-checks.ts";
import { bucket } from "../blobs/prefixes.ts";
import { findChildOfNode, findChildrenOfNodes } from "../store/executions.ts";
import { listNodeExecutions, listTaskExecutions } from "../store/lists.ts";
import { nextToken, parseListRequest } from "../store/paging.ts";
import type { NodeExecutionRow } from "../store/tables.ts";
import { nodesOfContainers } from "../store/task-executions.ts";
import { requireDynamicWorkflow, toDynamicWorkflow } from "./dynamic-workflow.ts";
import { toExecutionId, toNodeExecution, toTaskExecution } from "./execution-messages.ts";
import { externalResources } from "./external-resources.ts";
import { flyteUrls } from "./flyte-urls.ts";
import { readOrEmpty } from "./literal-map-reader.ts";
import type { AdminHandlers, RpcParts } from "./parts.ts";
import { requireTaskExecution } from "./task-execution-request.ts";

export const nodeExecutionsRpc = ({ db, objects, readLiteralMap, log }: RpcParts): AdminHandlers => ({
  getNodeExecution({ id }) {
    const { execution, node } = getNodeExecution(db, requireNodeExecutionId(id));
    const deckUri = deckUriOf(node, objects);
    return toNodeExecution(node, toExecutionId(execution), { child: findChildOfNode(db, node), deckUri });
  },
  listNodeExecutions(request) {
    const page = parseListRequest(request, { rpc: "ListNodeExecutions", primary: "node_execution" });
    const executionId = requireExecutionId(request.workflowExecutionId, "execution_id");
    const execution = getExecution(db, executionId);
    const parentId =
      request.uniqueParentId === ""
        ? undefined
        : getNodeExecution(db, { executionId, nodeId: request.uniqueParentId }).node.id;
    const rows = listNodeExecutions(db, { executionId: execution.id, parentId }, page);
    const children = findChildrenOfNodes(db, rows);
    const ofContainers = nodesOfContainers(
      db,
      rows.map(({ id }) => id),
    );
    return {
      nodeExecutions: rows.map((row) =>
        toNodeExecution(row, executionId, {
          child: children.get(row.id),
          deckUri: ofContainers.has(row.id) ? deckUriOf(row, objects) : undefined,
          isListed: true,
        }),
      ),
      token: nextToken(rows.length, page),
    };
  },
  listNodeExecutionsForTask(request) {
    parseListRequest(request, { rpc: "ListNodeExecutionsForTask", primary: "node_execution" });
    requireTaskExecution(db, requireValue(request.taskExecutionId, "task_execution_id"));
    // Nodes hang on nodes: only engines from before event version 1 hung them on attempts.
    return { nodeExecutions: [], token: "" };
  },
  getDynamicNodeWorkflow({ id }) {
    const { node } = getNodeExecution(db, requireNodeExecutionId(id));
    const { compiledWorkflow } = requireDynamicWorkflow(db, node);
    return compiledWorkflow ? { compiledWorkflow } : {};
  },
  async getNodeExecutionData({ id }) {
    const { execution, node } = getNodeExecution(db, requireNodeExecutionId(id));
    const dynamicWorkflow = toDynamicWorkflow(db, node);
    return {
      inputs: {},
      outputs: {},
      fullInputs: await readOrEmpty(readLiteralMap, node.input_uri, log),
      fullOutputs: await readOrEmpty(readLiteralMap, node.output_uri, log),
      flyteUrls: flyteUrls(execution, node.node_id, { hasDeck: deckUriOf(node, objects) !== undefined }),
      // Its presence is what SDKs ask for: never there and empty.
      ...(dynamicWorkflow && { dynamicWorkflow }),
    };
  },
});

export const taskExecutionsRpc = ({ db, readLiteralMap, log }: RpcParts): AdminHandlers => ({
  getTaskExecution({ id }) {
    const { execution, node, task } = requireTaskExecution(db, id);
    const executionId = toExecutionId(execution);
    return toTaskExecution(task, node.node_id, executionId, externalResources(db, node, task, executionId));
  },
  listTaskExecutions(request) {
    const page = parseListRequest(request, { rpc: "ListTaskExecutions", primary: "task_execution" });
    const { execution, node } = getNodeExecution(db, requireNodeExecutionOf(request.nodeExecutionId));
    const rows = listTaskExecutions(db, node.id, page);
    const executionId = toExecutionId(execution);
    return {
      taskExecutions: rows.map((row) =>
        toTaskExecution(row, node.node_id, executionId, externalResources(db, node, row, executionId)),
      ),
      token: nextToken(rows.length, page),
    };
  },
  async getTaskExecutionData({ id }) {
    const { execution, node, task } = requireTaskExecution(db, id);
    return {
      inputs: {},
      outputs: {},
      fullInputs: await readOrEmpty(readLiteralMap, task.input_uri, log),
      fullOutputs: await readOrEmpty(readLiteralMap, task.output_uri, log),
      flyteUrls: flyteUrls(execution, node.node_id, { attempt: task.retry_attempt }),
    };
  },
});

/** Asked of the objects themselves: a task that says that it makes a deck may not have come to it. */
function deckUriOf(node: NodeExecutionRow, objects: RpcParts["objects"]): string | undefined {
  const key = deckKeyOf(node);
  return key !== undefined && objects.find(key) ? `s3://${bucket}/${key}` : undefined;
}

function requireNodeExecutionOf(id: NodeExecutionIdentifier | undefined) {
  const given = requireValue(id, "node_execution_id");
  requireText(given.nodeId, "node_id");
  return requireNodeExecutionId(given);
}
