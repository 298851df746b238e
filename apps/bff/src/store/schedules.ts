/** Schedules that are on, and up to when each has been acted on. Activating a launch plan turns its schedule on. */
import type { Database } from "./database.ts";
import type { LaunchPlanRow, ScheduleRow } from "./tables.ts";

/** The launch plan it starts, by name. */
export type ActiveSchedule = ScheduleRow & Pick<LaunchPlanRow, "project" | "domain" | "name" | "version" | "spec">;

export function activeSchedules(db: Database): ActiveSchedule[] {
  return db.all(selectSchedules(db).orderBy("schedules.launch_plan_id"));
}

export function findSchedule(db: Database, launchPlanId: number): ActiveSchedule | undefined {
  return db.first(selectSchedules(db).where("schedules.launch_plan_id", "=", launchPlanId));
}

const selectSchedules = (db: Database) =>
  db.build
    .selectFrom("schedules")
    .innerJoin("launch_plans", "launch_plans.id", "schedules.launch_plan_id")
    .selectAll("schedules")
    .select([
      "launch_plans.project",
      "launch_plans.domain",
      "launch_plans.name",
      "launch_plans.version",
      "launch_plans.spec",
    ]);

/** On from the given moment; one that is on already goes on as it was. */
export function turnScheduleOn(db: Database, launchPlanId: number, at: number): void {
  db.run(
    db.build
      .insertInto("schedules")
      .values({ launch_plan_id: launchPlanId, fired_until: at })
      .onConflict((conflict) => conflict.doNothing()),
  );
}

export function turnScheduleOff(db: Database, launchPlanId: number): void {
  db.run(db.build.deleteFrom("schedules").where("launch_plan_id", "=", launchPlanId));
}

/** Ticks up to `at` are done with. */
export function saveFiredUntil(db: Database, launchPlanId: number, at: number): void {
  db.run(db.build.updateTable("schedules").set({ fired_until: at }).where("launch_plan_id", "=", launchPlanId));
}
