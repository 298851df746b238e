import { create, fromBinary } from "@bufbuild/protobuf";
import { type CatalogMetadata, CatalogMetadataSchema } from "@skein/spec/gen/flyteidl/core/catalog_pb";
import { type Cache, CacheSchema } from "@skein/spec/gen/skein/console/v1/console_pb";
import { cacheStatusOf } from "../../store/catalog-key.ts";
import type { Database } from "../../store/database.ts";
import { findExecution } from "../../store/executions.ts";
import { findNodeExecution } from "../../store/node-executions.ts";
import type { NodeExecutionRow } from "../../store/tables.ts";
import type { ValueReader } from "../values.ts";
import { cacheMiss, type MissedNode } from "./cache-miss.ts";

/** What caching came to, and where to look at the node that made the result; undefined where nothing was cached. */
export async function cacheView(
  db: Database,
  values: ValueReader,
  row: NodeExecutionRow | undefined,
  node: Pick<MissedNode, "template" | "inputs">,
): Promise<Cache | undefined> {
  const status = row && cacheStatusOf(row);
  if (!row || status === undefined) return undefined;
  const key = row.catalog_key ? fromBinary(CatalogMetadataSchema, row.catalog_key) : undefined;
  const miss = await cacheMiss(db, values, { ...node, row, status, key });
  return create(CacheSchema, {
    status,
    ...(key && { key }),
    sourcePath: (key && sourcePath(db, key)) ?? "",
    ...(miss && { miss }),
  });
}

function sourcePath(db: Database, { sourceExecution }: CatalogMetadata): string | undefined {
  const made = sourceExecution.case === "sourceTaskExecution" ? sourceExecution.value.nodeExecutionId : undefined;
  const execution = made?.executionId && findExecution(db, made.executionId);
  return execution && made && findNodeExecution(db, execution.id, made.nodeId)?.path;
}
