/**
 * CreateWorkflowEvent, CreateNodeEvent, CreateTaskEvent: how an engine of its own would report (admin-api.md §3.9).
 *
 * The engine is inside this process and reports to nobody: an event from outside would put words into the mouth of a
 * run that goes on without knowing. Refused with FailedPrecondition, as upstream refuses what a run's state rules out.
 */
import { Problem } from "@skein/spec/problem";
import type { AdminHandlers } from "./parts.ts";

class EventsFromOutside extends Problem {
  readonly kind = "precondition";

  constructor() {
    super("executions are run by this process itself, and their events are not taken from anybody else");
  }
}

const refuse = (): never => {
  throw new EventsFromOutside();
};

export const eventsRpc: AdminHandlers = {
  createWorkflowEvent: refuse,
  createNodeEvent: refuse,
  createTaskEvent: refuse,
};
