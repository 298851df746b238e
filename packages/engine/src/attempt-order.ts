import type { TaskPhaseName } from "./record.ts";

/** An attempt does not go back: a report of an earlier phase is a late one. */
const order: Readonly<Partial<Record<TaskPhaseName, number>>> = {
  QUEUED: 0,
  WAITING_FOR_RESOURCES: 1,
  INITIALIZING: 2,
  RUNNING: 3,
};

/** The place of a phase among those an attempt goes through; undefined for an end. */
export function rankOf(phase: TaskPhaseName): number | undefined {
  return order[phase];
}
