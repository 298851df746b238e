/** Lists of executions under a name, per project and domain. */
import type { Selectable } from "kysely";
import type { Database, Scope } from "./database.ts";
import type { Tables } from "./tables.ts";

export type SavedViewRow = Selectable<Tables["saved_views"]>;

/** By name. */
export function savedViews(db: Database, { project, domain }: Scope): SavedViewRow[] {
  return db.all(
    db.build
      .selectFrom("saved_views")
      .selectAll()
      .where("project", "=", project)
      .where("domain", "=", domain)
      .orderBy("name"),
  );
}

/** In place of the one of the same name. */
export function saveView(db: Database, row: SavedViewRow): void {
  const { query, sort, columns } = row;
  db.run(
    db.build
      .insertInto("saved_views")
      .values(row)
      .onConflict((conflict) => conflict.columns(["project", "domain", "name"]).doUpdateSet({ query, sort, columns })),
  );
}

export function deleteView(db: Database, { project, domain }: Scope, name: string): void {
  db.run(
    db.build
      .deleteFrom("saved_views")
      .where("project", "=", project)
      .where("domain", "=", domain)
      .where("name", "=", name),
  );
}
