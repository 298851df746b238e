/** What caching came to, in the row of a node: a status by name, and a core.CatalogMetadata. */
import { create, fromBinary, toBinary } from "@bufbuild/protobuf";
import type { CacheEntry, CacheSource } from "@skein/engine/event";
import type { CacheRecord } from "@skein/engine/record";
import {
  CatalogCacheStatus,
  type CatalogMetadata,
  CatalogMetadataSchema,
} from "@skein/spec/gen/flyteidl/core/catalog_pb";
import { ResourceType } from "@skein/spec/gen/flyteidl/core/identifier_pb";
import { formatIdentifier, parseIdentifier } from "@skein/spec/identifier";
import type { NodeExecutionRow } from "./tables.ts";

export function cacheColumns({ status, entry }: CacheRecord) {
  return {
    cache_status: status,
    ...(entry && { catalog_key: toBinary(CatalogMetadataSchema, toCatalogMetadata(entry)) }),
  };
}

/** Undefined where nothing was cached. */
export function cacheStatusOf({
  cache_status: status,
}: Pick<NodeExecutionRow, "cache_status">): CatalogCacheStatus | undefined {
  return status === null ? undefined : CatalogCacheStatus[status];
}

/** The record a row was written by; undefined where nothing was cached. */
export function cacheRecordOf(row: NodeExecutionRow): CacheRecord | undefined {
  if (row.cache_status === null) return undefined;
  const entry = row.catalog_key && toEntry(fromBinary(CatalogMetadataSchema, row.catalog_key));
  return { status: row.cache_status, ...(entry && { entry }) };
}

function toCatalogMetadata({ dataset, tag, artifactId, source }: CacheEntry): CatalogMetadata {
  const execution = source && { project: source.project, domain: source.domain, name: source.execution };
  return create(CatalogMetadataSchema, {
    datasetId: { resourceType: ResourceType.DATASET, ...dataset },
    ...(artifactId !== undefined && { artifactTag: { artifactId, name: tag } }),
    ...(source && {
      sourceExecution: {
        case: "sourceTaskExecution",
        value: {
          taskId: parseIdentifier(source.task, ResourceType.TASK),
          nodeExecutionId: { nodeId: source.node, ...(execution && { executionId: execution }) },
          retryAttempt: source.attempt,
        },
      },
    }),
  });
}

function toEntry({ datasetId, artifactTag, sourceExecution }: CatalogMetadata): CacheEntry {
  const { project = "", domain = "", name = "", version = "" } = datasetId ?? {};
  const source = toSource(sourceExecution);
  return {
    dataset: { project, domain, name, version },
    tag: artifactTag?.name ?? "",
    ...(artifactTag && { artifactId: artifactTag.artifactId }),
    ...(source && { source }),
  };
}

function toSource(made: CatalogMetadata["sourceExecution"]): CacheSource | undefined {
  if (made.case !== "sourceTaskExecution") return undefined;
  const { taskId, nodeExecutionId, retryAttempt } = made.value;
  const { project = "", domain = "", name = "" } = nodeExecutionId?.executionId ?? {};
  const node = nodeExecutionId?.nodeId ?? "";
  return { project, domain, execution: name, node, attempt: retryAttempt, task: formatIdentifier(taskId) };
}
