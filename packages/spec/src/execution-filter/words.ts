/** The words of the filter: its keys with what each takes, and the names of phases and triggers. */
import { WorkflowExecution_Phase as Phase } from "../gen/flyteidl/core/execution_pb.js";
import type { Trigger } from "./term.ts";

export const phaseWords = {
  queued: Phase.QUEUED,
  running: Phase.RUNNING,
  succeeding: Phase.SUCCEEDING,
  failing: Phase.FAILING,
  aborting: Phase.ABORTING,
  succeeded: Phase.SUCCEEDED,
  failed: Phase.FAILED,
  timed_out: Phase.TIMED_OUT,
  aborted: Phase.ABORTED,
} as const satisfies Record<string, Phase>;

export const triggerWords = {
  manual: "manual",
  scheduled: "scheduled",
  child: "child workflow",
  relaunch: "relaunch",
  recovered: "recovered",
  system: "system",
  trigger: "trigger",
} as const satisfies Record<string, Trigger>;

/** Keys that stand alone, in the order they are offered; `input.` and `output.` are followed by a name. */
export const filterKeys = {
  status: "How it stands: running, failed,aborted",
  workflow: "Name of the workflow: etl.*",
  started: "When it was launched: >-24h",
  duration: "How long it took: >10m",
  error: 'Part of its error: "out of memory"',
  label: "A label: team=ml",
  trigger: "What launched it: manual, scheduled",
  launchPlan: "Name of the launch plan",
  version: "Version of the workflow",
  name: "Name of the execution",
  by: "Who launched it: me, scheduler",
  ended: "When it ended: <2026-11-23",
  "input.": "A scalar input: input.date:2026-*",
  "output.": "A scalar output: output.rows:>1000",
  is: "archived",
} as const satisfies Record<string, string>;

export type FilterKey = keyof typeof filterKeys;
