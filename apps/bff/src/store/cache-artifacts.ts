/** Rows of results that are kept (execution.md §8): one artifact per dataset and tag. */
import type { CacheKey, Dataset } from "@skein/engine/cache-key";
import type { CacheEntry, CacheSource } from "@skein/engine/event";
import type { Uri } from "@skein/engine/run";
import { type Selectable, sql } from "kysely";
import type { Database } from "./database.ts";
import type { Tables } from "./tables.ts";

export interface Artifact {
  readonly entry: CacheEntry & { readonly artifactId: string; readonly source: CacheSource };
  readonly outputs: Uri;
}

export function findArtifact(db: Database, { dataset, tag }: CacheKey): Artifact | undefined {
  const row = db.first(
    artifactsOf(db, dataset).where("cache_datasets.version", "=", dataset.version).where("tag", "=", tag),
  );
  return row && artifactOf(row);
}

/** Of the results of a task kept before a time, the last; of those of the same version, if there are any. */
export function findNearestArtifact(db: Database, dataset: CacheKey["dataset"], before: number): Artifact | undefined {
  const row = db.first(
    artifactsOf(db, dataset)
      .where("updated_at", "<", before)
      .orderBy(sql`cache_datasets.version = ${dataset.version}`, "desc")
      .orderBy("updated_at", "desc")
      .limit(1),
  );
  return row && artifactOf(row);
}

function artifactsOf(db: Database, { project, domain, name }: CacheKey["dataset"]) {
  return db.build
    .selectFrom("cache_artifacts")
    .innerJoin("cache_datasets", "cache_datasets.id", "cache_artifacts.dataset_id")
    .selectAll("cache_artifacts")
    .select(["project", "domain", "name", "version", "cache_datasets.task"])
    .where("project", "=", project)
    .where("domain", "=", domain)
    .where("name", "=", name);
}

type JoinedRow = Selectable<Tables["cache_artifacts"]> & Dataset & { readonly task: string };

function artifactOf(row: JoinedRow): Artifact {
  const source = {
    project: row.source_project,
    domain: row.source_domain,
    execution: row.source_execution,
    node: row.source_node,
    attempt: row.source_attempt,
    task: row.task,
  };
  const { project, domain, name, version, tag } = row;
  const dataset = { project, domain, name, version };
  return { entry: { dataset, tag, artifactId: row.artifact_id, source }, outputs: row.outputs_uri };
}

/**
 * Keeps a result. What is there already under its key stays, or, `overwrites`, is replaced: it stays one artifact, of
 * the same id.
 *
 * @param artifact what it is to be called, if it is new
 * @returns the id of the artifact there is now
 */
export function saveArtifact(
  db: Database,
  { entry: { dataset, tag, artifactId, source }, outputs }: Artifact,
  { overwrites, now }: { readonly overwrites: boolean; readonly now: number },
): string {
  const { project, domain, execution, node, attempt, task } = source;
  const made = {
    outputs_uri: outputs,
    source_project: project,
    source_domain: domain,
    source_execution: execution,
    source_node: node,
    source_attempt: attempt,
    updated_at: now,
  };
  return db.transaction(() => {
    const row = { tag, artifact_id: artifactId, created_at: now, ...made };
    const into = db.build
      .insertInto("cache_artifacts")
      .values({ ...row, dataset_id: ensureDataset(db, dataset, task, now) });
    db.run(
      into.onConflict((conflict) =>
        overwrites ? conflict.columns(["dataset_id", "tag"]).doUpdateSet(made) : conflict.doNothing(),
      ),
    );
    return findArtifact(db, { dataset, tag })?.entry.artifactId ?? artifactId;
  });
}

/** Forgets a result that cannot be used, unless it has been replaced by now. */
export function forgetArtifact(db: Database, outputs: Uri): void {
  db.run(db.build.deleteFrom("cache_artifacts").where("outputs_uri", "=", outputs));
}

function ensureDataset(db: Database, dataset: CacheKey["dataset"], task: string, now: number): number {
  const known = () =>
    db.first(
      db.build
        .selectFrom("cache_datasets")
        .select("id")
        .where("project", "=", dataset.project)
        .where("domain", "=", dataset.domain)
        .where("name", "=", dataset.name)
        .where("version", "=", dataset.version),
    );
  const { project, domain, name, version } = dataset;
  return (
    known()?.id ??
    db.run(db.build.insertInto("cache_datasets").values({ project, domain, name, version, task, created_at: now }))
      .lastId
  );
}
