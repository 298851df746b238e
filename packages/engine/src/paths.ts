/** Where a node of a run reads and writes (execution.md §3.1). */
import type { SubNode } from "./array-state.ts";
import type { AttemptPaths } from "./command.ts";
import { shardOf, taskName } from "./node-id.ts";
import type { endNodeId, startNodeId } from "./plan-ids.ts";
import type { NodeKey, RunOptions, Uri } from "./run.ts";
import type { LiveNode, Scope } from "./scope.ts";

/** `<metadataPrefix>/<project>-<domain>-<execution>`: everything of an execution but raw data. */
export function executionRoot(options: Pick<RunOptions, "project" | "domain" | "execution" | "metadataPrefix">): Uri {
  const { project, domain, execution, metadataPrefix } = options;
  return `${withoutSlash(metadataPrefix)}/${project}-${domain}-${execution}`;
}

/** Where an execution's inputs are stored before its `started` event: the outputs of the root's start node. */
export function executionInputsUri(
  options: Pick<RunOptions, "project" | "domain" | "execution" | "metadataPrefix">,
): Uri {
  return `${executionRoot(options)}/start-node/data/0/outputs.pb`;
}

/** `<dataDir>` of a node; top-level nodes have the component `data`, those inside others do not. */
export function dataDir(scope: Scope, index: number): Uri {
  const id = scope.plan.nodes[index]?.id ?? "";
  return scope.parent === undefined ? `${scope.prefix}/${id}/data` : `${scope.prefix}/${id}`;
}

/** `<outputDir>` of one attempt of a node. */
export function outputDir(scope: Scope, index: number, attempt: number): Uri {
  return `${dataDir(scope, index)}/${attempt}`;
}

/** inputs.pb of a node: one for all attempts. */
export function inputsUri(scope: Scope, index: number): Uri {
  return `${dataDir(scope, index)}/inputs.pb`;
}

/** outputs.pb of one attempt of a node. */
export function outputsUri(scope: Scope, index: number, attempt: number): Uri {
  return `${outputDir(scope, index, attempt)}/outputs.pb`;
}

/** futures.pb of the first attempt of a node: what its task asked for in a run that this one recovers. */
export function futuresUri(scope: Scope, index: number): Uri {
  return `${outputDir(scope, index, 0)}/futures.pb`;
}

/** outputs.pb of the start or end node of the scope that a sub-workflow node's newest attempt opens. */
export function innerOutputsUri(node: LiveNode, inner: typeof startNodeId | typeof endNodeId): Uri {
  return `${outputDir(node.scope, node.index, node.attempt)}/${inner}/0/outputs.pb`;
}

/** Where the newest attempt of a task node reads and writes. */
export function attemptPaths(options: RunOptions, node: LiveNode): AttemptPaths {
  return {
    ...attemptPathsOf(options, node.key, node.attempt, node.scope.anew.get(node.index)?.checkpoint),
    inputPrefix: dataDir(node.scope, node.index),
    outputPrefix: outputDir(node.scope, node.index, node.attempt),
  };
}

/** Holds the output directories of the sub-nodes of an array node's newest attempt: `<index>/<attempt>`. */
export function subNodesDir(node: LiveNode): Uri {
  return outputDir(node.scope, node.index, node.attempt);
}

/** outputs.pb of an attempt of a sub-node. */
export function subNodeOutputsUri(directory: Uri, index: number, attempt: number): Uri {
  return `${directory}/${index}/${attempt}/outputs.pb`;
}

/** Where an attempt of a sub-node reads and writes: its inputs are the array node's. */
export function subNodePaths(options: RunOptions, { array, index, key }: SubNode, attempt: number): AttemptPaths {
  return {
    ...attemptPathsOf(options, key, attempt, undefined),
    inputPrefix: dataDir(array.scope, array.index),
    outputPrefix: `${subNodesDir(array)}/${index}/${attempt}`,
  };
}

/** @param recovered the checkpoint that a first attempt goes on from */
function attemptPathsOf(options: RunOptions, key: NodeKey, attempt: number, recovered: Uri | undefined) {
  const name = taskName(options.execution, key, attempt);
  const before = attempt === 0 ? undefined : taskName(options.execution, key, attempt - 1);
  return {
    rawOutputPrefix: rawOutput(options, name),
    previousCheckpoint: before === undefined ? recovered : checkpoint(options, before),
    taskName: name,
  };
}

/** Where an attempt of a task node leaves its checkpoint, if it leaves one. */
export function checkpointUri(
  options: Pick<RunOptions, "execution" | "rawOutputPrefix">,
  node: NodeKey,
  attempt: number,
): Uri {
  return checkpoint(options, taskName(options.execution, node, attempt));
}

function checkpoint(options: Pick<RunOptions, "rawOutputPrefix">, name: string): Uri {
  return `${rawOutput(options, name)}/_flytecheckpoints`;
}

function rawOutput(options: Pick<RunOptions, "rawOutputPrefix">, name: string): Uri {
  return `${withoutSlash(options.rawOutputPrefix)}/${shardOf(name)}/${name}`;
}

function withoutSlash(prefix: Uri): Uri {
  return prefix.endsWith("/") ? prefix.slice(0, -1) : prefix;
}
