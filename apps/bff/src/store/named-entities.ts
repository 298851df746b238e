/** What is known of a name apart from its versions: description and state (admin.NamedEntityMetadata). */
import type { Database } from "./database.ts";
import type { NamedEntityRow } from "./tables.ts";

/** admin.NamedEntityState. */
export const namedEntityState = { active: 0, archived: 1, systemGenerated: 2 } as const;

export type NamedEntityKey = Pick<NamedEntityRow, "resource_type" | "project" | "domain" | "name">;

export function findNamedEntity(db: Database, key: NamedEntityKey): NamedEntityRow | undefined {
  return db.first(
    db.build
      .selectFrom("named_entities")
      .selectAll()
      .where("resource_type", "=", key.resource_type)
      .where("project", "=", key.project)
      .where("domain", "=", key.domain)
      .where("name", "=", key.name),
  );
}

export function saveNamedEntity(db: Database, row: NamedEntityRow): void {
  db.run(
    db.build
      .insertInto("named_entities")
      .values(row)
      .onConflict((conflict) =>
        conflict
          .columns(["resource_type", "project", "domain", "name"])
          .doUpdateSet({ description: row.description, state: row.state }),
      ),
  );
}
