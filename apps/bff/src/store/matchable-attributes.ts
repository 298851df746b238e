/** Settings of projects, domains of projects and workflows in them, one row per kind and place (admin-api.md §2.9). */
import { toBinary } from "@bufbuild/protobuf";
import {
  type MatchableResource,
  type MatchingAttributes,
  MatchingAttributesSchema,
} from "@skein/spec/gen/flyteidl/admin/matchable_resource_pb";
import { sql } from "kysely";
import type { Database } from "./database.ts";
import type { MatchableAttributesRow } from "./tables.ts";

/** Where settings hold: a workflow, a domain of a project where it is empty, the whole project where both are. */
export interface AttributeScope {
  readonly project: string;
  readonly domain: string;
  readonly workflow: string;
}

/** The row of exactly this place. */
export function findAttributesAt(
  db: Database,
  kind: MatchableResource,
  { project, domain, workflow }: AttributeScope,
): MatchableAttributesRow | undefined {
  return db.first(
    db.build
      .selectFrom("matchable_attributes")
      .selectAll()
      .where("resource_type", "=", kind)
      .where("project", "=", project)
      .where("domain", "=", domain)
      .where("workflow", "=", workflow),
  );
}

/** The row that holds for this place: its own, else that of the next wider one that has any. */
export function findAttributesFor(
  db: Database,
  kind: MatchableResource,
  { project, domain, workflow }: AttributeScope,
): MatchableAttributesRow | undefined {
  return db.first(
    db.build
      .selectFrom("matchable_attributes")
      .selectAll()
      .where("resource_type", "=", kind)
      .where("project", "=", project)
      .where("domain", "in", ["", domain])
      .where("workflow", "in", ["", workflow])
      .orderBy(sql`workflow <> ''`, "desc")
      .orderBy(sql`domain <> ''`, "desc")
      .limit(1),
  );
}

/** All rows of a kind, the narrowest places first, as upstream sorts them. */
export function attributesOfKind(db: Database, kind: MatchableResource): MatchableAttributesRow[] {
  return db.all(
    db.build
      .selectFrom("matchable_attributes")
      .selectAll()
      .where("resource_type", "=", kind)
      .orderBy(sql`workflow <> ''`, "desc")
      .orderBy(sql`domain <> ''`, "desc")
      .orderBy("id"),
  );
}

export function saveAttributes(
  db: Database,
  kind: MatchableResource,
  { project, domain, workflow }: AttributeScope,
  given: MatchingAttributes,
  at: number,
): void {
  const attributes = toBinary(MatchingAttributesSchema, given);
  db.run(
    db.build
      .insertInto("matchable_attributes")
      .values({ resource_type: kind, project, domain, workflow, attributes, created_at: at, updated_at: at })
      .onConflict((conflict) =>
        conflict
          .columns(["resource_type", "project", "domain", "workflow"])
          .doUpdateSet({ attributes, updated_at: at }),
      ),
  );
}

/** Whether or not there was any. */
export function deleteAttributes(
  db: Database,
  kind: MatchableResource,
  { project, domain, workflow }: AttributeScope,
): void {
  db.run(
    db.build
      .deleteFrom("matchable_attributes")
      .where("resource_type", "=", kind)
      .where("project", "=", project)
      .where("domain", "=", domain)
      .where("workflow", "=", workflow),
  );
}
