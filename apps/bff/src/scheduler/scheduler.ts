/**
 * Fires the schedules of active launch plans (admin-api.md §2.6): one timer per schedule, set for its next tick.
 *
 * What has been fired is in the store, so a tick is neither lost nor doubled by a restart: a tick is launched first and
 * marked afterwards, and a second launch of it finds the name taken. Ticks that came while nobody was there to fire them
 * are made up for, oldest first, unless the settings say otherwise. A tick that is refused for what it asks (a project
 * that is archived, a limit that is reached) is passed over, and the log says so.
 */
import { fromBinary } from "@bufbuild/protobuf";
import { type NextTick, ticksOf } from "@skein/compiler/next-tick";
import { LaunchPlanSpecSchema } from "@skein/spec/gen/flyteidl/admin/launch_plan_pb";
import { Problem } from "@skein/spec/problem";
import type { Launcher } from "../admin/launcher.ts";
import type { Log } from "../log.ts";
import type { Clock } from "../run-loop/clock.ts";
import { openTimers } from "../run-loop/timers.ts";
import type { Database } from "../store/database.ts";
import { type ActiveSchedule, activeSchedules, findSchedule, saveFiredUntil } from "../store/schedules.ts";
import { scheduledLaunch } from "./scheduled-launch.ts";

export interface Scheduler {
  /** Takes up what is on, and follows what is turned on and off. */
  start(): void;
  close(): void;
}

interface SchedulerParts {
  readonly db: Database;
  readonly launcher: Pick<Launcher, "launch">;
  readonly clock: Clock;
  readonly log: Log;
  /** Whether ticks that nobody was there for are made up for. */
  readonly catchesUp: boolean;
}

/** Launches in one go; others get their turn before the next ones. */
const LAUNCHES_PER_TURN = 20;

/** After which a launch is tried again that failed for a reason of ours: a full disk, a bug. */
const RETRY_MS = 30_000;

export function openScheduler({ db, launcher, clock, log, catchesUp }: SchedulerParts): Scheduler {
  const timers = openTimers(clock);
  /** By launch plan row, which never changes; undefined where there are no ticks. */
  const armed = new Map<number, NextTick | undefined>();
  let stopListening = () => {};

  function refresh(): void {
    const schedules = activeSchedules(db);
    const active = new Set(schedules.map((each) => each.launch_plan_id));
    for (const id of armed.keys())
      if (!active.has(id)) {
        armed.delete(id);
        timers.clear(String(id));
      }
    for (const schedule of schedules) if (!armed.has(schedule.launch_plan_id)) take(schedule);
  }

  function take(schedule: ActiveSchedule): void {
    const next = ticksOf(fromBinary(LaunchPlanSpecSchema, schedule.spec).entityMetadata?.schedule);
    armed.set(schedule.launch_plan_id, next);
    if (next) arm(schedule.launch_plan_id, next(schedule.fired_until));
  }

  function arm(id: number, at: number | undefined): void {
    if (at !== undefined) timers.set(String(id), at, () => fire(id));
  }

  function fire(id: number): void {
    const next = armed.get(id);
    const schedule = findSchedule(db, id);
    if (!schedule || !next) return;
    arm(id, settleDue(schedule, next, clock.now()));
  }

  /** Launches what is due. @returns when to come back */
  function settleDue(schedule: ActiveSchedule, next: NextTick, now: number): number | undefined {
    let tick = catchesUp ? next(schedule.fired_until) : lastDue(next, schedule.fired_until, now);
    for (let launches = 0; tick !== undefined && tick <= now; launches += 1) {
      if (launches === LAUNCHES_PER_TURN) return now + 1;
      if (!settle(schedule, tick)) return now + RETRY_MS;
      tick = next(tick);
    }
    return tick;
  }

  /** Launches a tick and marks it. @returns whether it is done with */
  function settle(schedule: ActiveSchedule, tick: number): boolean {
    const { project, domain, name, version } = schedule;
    const what = { launchPlan: `${project}:${domain}:${name}:${version}`, due: new Date(tick).toISOString() };
    try {
      const refused = launch(schedule, tick);
      if (refused) log.warn("A scheduled launch was refused and is passed over", { ...what, cause: refused });
      saveFiredUntil(db, schedule.launch_plan_id, tick);
      return true;
    } catch (cause) {
      log.error("A scheduled launch failed and is tried again", { ...what, cause });
      return false;
    }
  }

  /** @returns why it is refused for good; @throws what may be otherwise the next time */
  function launch(schedule: ActiveSchedule, tick: number): Problem | undefined {
    try {
      launcher.launch(scheduledLaunch(schedule, tick));
      return undefined;
    } catch (reason) {
      if (!(reason instanceof Problem) || reason.kind === "unavailable") throw reason;
      // Launched before, by a process that did not come to mark it; or upstream's answer to a limit that is reached.
      return reason.kind === "conflict" ? undefined : reason;
    }
  }

  return {
    start() {
      if (!catchesUp) passOver(db, clock.now());
      refresh();
      stopListening = db.onCommit(({ entityScopes }) => {
        if (entityScopes.length > 0) refresh();
      });
    },
    close() {
      stopListening();
      timers.close();
    },
  };
}

/** Nobody was there for the ticks up to now: they are done with. The rhythm of a rate stays. */
function passOver(db: Database, now: number): void {
  for (const { launch_plan_id, spec, fired_until } of activeSchedules(db)) {
    const next = ticksOf(fromBinary(LaunchPlanSpecSchema, spec).entityMetadata?.schedule);
    const missed = next && lastDue(next, fired_until, now);
    if (missed !== undefined && missed <= now) saveFiredUntil(db, launch_plan_id, missed);
  }
}

/** The last tick up to now; where none is due, the one to come. */
function lastDue(next: NextTick, firedUntil: number, now: number): number | undefined {
  let tick = next(firedUntil);
  for (let later = tick; later !== undefined && later <= now; later = next(later)) tick = later;
  return tick;
}
