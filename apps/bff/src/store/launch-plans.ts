import type { Change, Database } from "./database.ts";
import type { EntityName } from "./identity.ts";
import { turnScheduleOff, turnScheduleOn } from "./schedules.ts";
import type { LaunchPlanRow, NewLaunchPlan } from "./tables.ts";

/** admin.LaunchPlanState. */
export const launchPlanState = { inactive: 0, active: 1 } as const;

export function findLaunchPlan(
  db: Database,
  { project, domain, name, version }: EntityName,
): LaunchPlanRow | undefined {
  return db.first(
    db.build
      .selectFrom("launch_plans")
      .selectAll()
      .where("project", "=", project)
      .where("domain", "=", domain)
      .where("name", "=", name)
      .where("version", "=", version),
  );
}

export function findLaunchPlanById(db: Database, id: number): LaunchPlanRow | undefined {
  return db.first(db.build.selectFrom("launch_plans").selectAll().where("id", "=", id));
}

export function findActiveLaunchPlan(
  db: Database,
  { project, domain, name }: Omit<EntityName, "version">,
): LaunchPlanRow | undefined {
  return db.first(
    db.build
      .selectFrom("launch_plans")
      .selectAll()
      .where("project", "=", project)
      .where("domain", "=", domain)
      .where("name", "=", name)
      .where("state", "=", launchPlanState.active),
  );
}

/** The version of this name registered last. */
export function findNewestLaunchPlan(
  db: Database,
  { project, domain, name }: Omit<EntityName, "version">,
): LaunchPlanRow | undefined {
  return db.first(
    db.build
      .selectFrom("launch_plans")
      .selectAll()
      .where("project", "=", project)
      .where("domain", "=", domain)
      .where("name", "=", name)
      .orderBy("created_at", "desc")
      .orderBy("id", "desc")
      .limit(1),
  );
}

/** All launch plans of one workflow version, oldest first. */
export function launchPlansOf(db: Database, workflowId: number): LaunchPlanRow[] {
  return db.all(db.build.selectFrom("launch_plans").selectAll().where("workflow_id", "=", workflowId).orderBy("id"));
}

/** @returns the row's id */
export function insertLaunchPlan(db: Database, change: Change, launchPlan: NewLaunchPlan): number {
  change.touchEntities(launchPlan);
  return db.run(db.build.insertInto("launch_plans").values(launchPlan)).lastId;
}

/** Makes this version the active one of its name, and whichever was active before inactive; schedules follow. */
export function activateLaunchPlan(db: Database, change: Change, row: LaunchPlanRow, at: number): void {
  change.touchEntities(row);
  const active = findActiveLaunchPlan(db, row);
  if (active && active.id !== row.id) {
    setState(db, active.id, launchPlanState.inactive, at);
    turnScheduleOff(db, active.id);
  }
  setState(db, row.id, launchPlanState.active, at);
  if (row.schedule_type !== "NONE") turnScheduleOn(db, row.id, at);
}

export function deactivateLaunchPlan(db: Database, change: Change, row: LaunchPlanRow, at: number): void {
  change.touchEntities(row);
  setState(db, row.id, launchPlanState.inactive, at);
  turnScheduleOff(db, row.id);
}

function setState(db: Database, id: number, state: number, at: number): void {
  db.run(db.build.updateTable("launch_plans").set({ state, updated_at: at }).where("id", "=", id));
}
