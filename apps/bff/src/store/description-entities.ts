/** What authors wrote about a version of a task or workflow (admin.DescriptionEntity). */
import type { Insertable } from "kysely";
import type { Database } from "./database.ts";
import type { EntityName } from "./identity.ts";
import type { DescriptionEntityRow, Tables } from "./tables.ts";

export type DescriptionKey = EntityName & Pick<DescriptionEntityRow, "resource_type">;

export function findDescription(db: Database, key: DescriptionKey): DescriptionEntityRow | undefined {
  return db.first(
    db.build
      .selectFrom("description_entities")
      .selectAll()
      .where("resource_type", "=", key.resource_type)
      .where("project", "=", key.project)
      .where("domain", "=", key.domain)
      .where("name", "=", key.name)
      .where("version", "=", key.version),
  );
}

export function insertDescription(db: Database, description: Insertable<Tables["description_entities"]>): void {
  db.run(db.build.insertInto("description_entities").values(description));
}
