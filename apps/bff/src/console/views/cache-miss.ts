/** Why a cached task ran all the same: what is not as it was when the nearest kept result was made. */
import { create, equals, fromBinary } from "@bufbuild/protobuf";
import { ExecutionSpecSchema } from "@skein/spec/gen/flyteidl/admin/execution_pb";
import { type CatalogMetadata, CatalogCacheStatus as Status } from "@skein/spec/gen/flyteidl/core/catalog_pb";
import type { Identifier } from "@skein/spec/gen/flyteidl/core/identifier_pb";
import { type LiteralMap, LiteralSchema } from "@skein/spec/gen/flyteidl/core/literals_pb";
import type { TaskTemplate } from "@skein/spec/gen/flyteidl/core/tasks_pb";
import { type CacheMiss, CacheMissSchema } from "@skein/spec/gen/skein/console/v1/console_pb";
import { findNearestArtifact } from "../../store/cache-artifacts.ts";
import type { Database } from "../../store/database.ts";
import { findExecution, findExecutionById } from "../../store/executions.ts";
import { findNodeExecution } from "../../store/node-executions.ts";
import type { NodeExecutionRow } from "../../store/tables.ts";
import type { ValueReader } from "../values.ts";

export interface MissedNode {
  readonly row: NodeExecutionRow;
  readonly status: Status;
  readonly key: CatalogMetadata | undefined;
  readonly template: TaskTemplate | undefined;
  readonly inputs: LiteralMap | undefined;
}

const missed: ReadonlySet<Status> = new Set([Status.CACHE_MISS, Status.CACHE_POPULATED, Status.CACHE_PUT_FAILURE]);

/** Undefined where nothing was missed. */
export async function cacheMiss(db: Database, values: ValueReader, node: MissedNode): Promise<CacheMiss | undefined> {
  const { row, status, key } = node;
  const dataset = key?.datasetId;
  const execution = findExecutionById(db, row.execution_id);
  if (!missed.has(status) || !dataset || !execution) return undefined;
  if (fromBinary(ExecutionSpecSchema, execution.spec).overwriteCache)
    return create(CacheMissSchema, { text: "The execution makes cached results anew." });
  const nearest = findNearestArtifact(db, dataset, row.created_at);
  if (!nearest) return create(CacheMissSchema, { text: "No result of this task had been kept before." });
  const { source, dataset: kept } = nearest.entry;
  const id = { project: source.project, domain: source.domain, name: source.execution };
  const maker = findExecution(db, id);
  const made = maker && findNodeExecution(db, maker.id, source.node);
  const read = made && (await values.read(made.input_uri));
  return create(CacheMissSchema, {
    text: differenceOf(dataset, kept) ?? inputsDifference(node, read),
    compared: id,
    comparedPath: made?.path ?? "",
  });
}

/** Between versions of a dataset: `<cache version>-<inputs' types>-<outputs' types>`. */
function differenceOf(now: Pick<Identifier, "version">, before: Pick<Identifier, "version">): string | undefined {
  if (now.version === before.version) return undefined;
  const [version, inputs] = partsOf(now.version);
  const [oldVersion, oldInputs] = partsOf(before.version);
  if (version !== oldVersion) return `The cache version changed from ${oldVersion} to ${version}.`;
  return `The names or types of its ${inputs === oldInputs ? "outputs" : "inputs"} changed.`;
}

function partsOf(version: string): [cacheVersion: string, inputs: string] {
  const [, cacheVersion = version, inputs = ""] = /^(.*)-([^-]*)-[^-]*$/s.exec(version) ?? [];
  return [cacheVersion, inputs];
}

function inputsDifference({ inputs, template }: MissedNode, before: LiteralMap | undefined): string {
  if (!before) return "Its inputs are not those of the last result that was kept.";
  const ignored = template?.metadata?.cacheIgnoreInputVars ?? [];
  const names = new Set([...Object.keys(inputs?.literals ?? {}), ...Object.keys(before.literals)]);
  const changed = [...names].filter((name) => {
    const [now, then] = [inputs?.literals[name], before.literals[name]];
    return !ignored.includes(name) && !(now && then && equals(LiteralSchema, now, then));
  });
  if (changed.length === 0) return "A result with the same inputs had been kept, and was gone when it was asked for.";
  return `${new Intl.ListFormat("en").format(changed)} ${changed.length === 1 ? "is" : "are"} not what it was.`;
}
