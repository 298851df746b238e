/** A run under a test's hand: events by short names, records and commands as short texts. */

import { askingTask, closureOf, nodesOf, type WorkflowSketch } from "@skein/compiler/testing/closure";
import type { Command } from "../command.ts";
import type { CacheEntry, RunError, RunEvent } from "../event.ts";
import { find } from "../find.ts";
import { isRunError, resolveBindings } from "../inputs.ts";
import { makePlan } from "../make-plan.ts";
import type { Plan } from "../plan.ts";
import type { RunRecord } from "../record.ts";
import { createRun, type Run, type RunOptions } from "../run.ts";
import { step } from "../step.ts";

export type Options = Partial<Omit<RunOptions, "plan">> & { readonly taskRetries?: number };

export function runOf(sketch: WorkflowSketch, { taskRetries, ...options }: Options = {}): Run {
  return createRun({
    dynamicPlan: dynamicPlansOf(sketch, taskRetries),
    project: "p",
    domain: "d",
    execution: "f1",
    plan: makePlan(closureOf(sketch, taskRetries)),
    maxParallelism: 0,
    rawOutputPrefix: "s3://my-s3-bucket/raw",
    metadataPrefix: "s3://my-s3-bucket/metadata/propeller",
    ...options,
  });
}

/** Plans of what tasks ask for, at any depth; the ref is the name of the task that asks. */
export function dynamicPlansOf(
  sketch: WorkflowSketch,
  taskRetries: number | undefined,
): (ref: string) => Plan | undefined {
  const plans = new Map<string, Plan>();
  const left = [sketch];
  for (const each of left) {
    for (const { asks } of nodesOf(each)) {
      if (asks === undefined || plans.has(askingTask(asks))) continue;
      plans.set(askingTask(asks), makePlan(closureOf(asks, taskRetries)));
      left.push(asks);
    }
  }
  return (ref) => plans.get(ref);
}

/** The end of an attempt whose task asks for the nodes of the sketch. */
export function asksFor(asks: WorkflowSketch, node: string, attempt = 0): EventInput {
  return { kind: "taskEnded", node, attempt, verdict: { kind: "dynamic", futures: askingTask(asks) } };
}

/** The answer to a command that compiles what such a task asks for. */
export function compiled({ node, attempt, futures }: Command & { kind: "compileFutures" }): EventInput {
  return { kind: "futuresCompiled", node, attempt, closure: futures };
}

export interface Drive {
  readonly run: Run;
  readonly journal: RunEvent[];
  readonly records: RunRecord[];
  readonly commands: Command[];
  /** Sends an event; each is a second after the one before unless `at` says else. */
  send(event: EventInput): Stepped;
}

export interface Stepped {
  readonly commands: Command[];
  readonly records: RunRecord[];
}

/** An event without its time, or with it. */
export type EventInput = RunEvent extends infer E
  ? E extends RunEvent
    ? Omit<E, "at"> & { at?: number }
    : never
  : never;

export function driveOf(sketch: WorkflowSketch, options: Options = {}): Drive {
  const run = runOf(sketch, options);
  let now = 0;
  const drive: Drive = {
    run,
    journal: [],
    records: [],
    commands: [],
    send(input) {
      now = input.at ?? now + 1000;
      const event = { ...input, at: now } as RunEvent; // Each input is an event but for its time.
      drive.journal.push(event);
      const stepped = step(run, event);
      drive.records.push(...stepped.records);
      drive.commands.push(...stepped.commands);
      return stepped;
    },
  };
  return drive;
}

/** The answer to a command that resolves inputs; those that are asked something must be constants. */
export function resolved({ node, bindings, find: quest }: Command & { kind: "resolveInputs" }): EventInput {
  if (quest === undefined) return { kind: "inputsResolved", node };
  const inputs = resolveBindings(bindings, new Map());
  return isRunError(inputs)
    ? { kind: "inputsFailed", node, error: inputs }
    : { kind: "inputsResolved", node, finding: find(quest, inputs) };
}

/** A result that was kept. */
export const cacheEntry: CacheEntry = {
  dataset: { project: "p", domain: "d", name: "flyte_task-kept", version: "1-i-o" },
  tag: "flyte_cached-x",
  artifactId: "one",
};

/** Started, with every command that resolves inputs, copies outputs or compiles what a task asks for answered as it comes. */
export function startedDrive(sketch: WorkflowSketch, options: Options = {}): Drive {
  const drive = driveOf(sketch, options);
  const { send } = drive;
  const answering: Drive = {
    ...drive,
    send(input) {
      const all: { commands: Command[]; records: RunRecord[] } = { commands: [], records: [] };
      const left: EventInput[] = [input];
      for (let next = left.shift(); next !== undefined; next = left.shift()) {
        const { commands, records } = send(next);
        all.commands.push(...commands);
        all.records.push(...records);
        for (const command of commands) {
          if (command.kind === "resolveInputs") left.push(resolved(command));
          if (command.kind === "compileFutures") left.push(compiled(command));
          if (command.kind === "copyOutputs" || command.kind === "collectOutputs")
            left.push({ kind: "outputsCopied", node: command.node, written: true });
        }
      }
      return all;
    },
  };
  answering.send({ kind: "started" });
  return answering;
}

export const userError: RunError = { kind: "USER", code: "Error", message: "exit 1" };
export const systemError: RunError = { kind: "SYSTEM", code: "Interrupted", message: "exit 137" };

export function succeeded(node: string, attempt = 0): EventInput {
  return { kind: "taskEnded", node, attempt, verdict: { kind: "succeeded", outputs: undefined } };
}

export function failed(node: string, attempt = 0, error = userError, retryable = true): EventInput {
  return { kind: "taskEnded", node, attempt, verdict: { kind: "failed", error, retryable } };
}

export function reported(node: string, attempt = 0, reason = "", phase: "QUEUED" | "RUNNING" = "RUNNING"): EventInput {
  return { kind: "taskReported", node, attempt, phase, reason };
}

/** `a RUNNING`, `a#0 RUNNING v1`, `a[3#0 RUNNING]`, `= SUCCEEDED`: a node, an attempt, sub-nodes, the execution. */
export function recordText(record: RunRecord): string {
  switch (record.kind) {
    case "execution":
      return `= ${record.phase}`;
    case "node":
      return `${record.node} ${record.phase}`;
    case "task":
      return `${record.node}#${record.attempt} ${record.phase}${record.version > 0 ? ` v${record.version}` : ""}`;
    case "hold":
      return `${record.node} ${record.held === undefined ? "let go" : `held ${record.held}`}`;
    case "breakpoints":
      return `breakpoints ${record.breakpoints.length}`;
    case "subNodes": {
      const changes = record.changes.map(({ index, attempt, phase }) => `${index}#${attempt} ${phase}`);
      return `${record.node}[${changes.join(", ")}]${record.areAborted ? " rest ABORTED" : ""}`;
    }
  }
}

/** `startTask a#0`, `resolveInputs a`, `setTimer active|a @2000`. */
export function commandText(command: Command): string {
  switch (command.kind) {
    case "startTask":
    case "stopTask":
    case "removeTask":
    case "awaitSignal":
    case "launchChild":
    case "terminateChild":
    case "compileFutures":
    case "writeCache":
      return `${command.kind} ${command.node}#${command.attempt}`;
    case "lookUpRecovery":
    case "resolveInputs":
    case "copyOutputs":
    case "checkCache":
    case "releaseCache":
    case "testBreakpoint":
    case "editInputs":
    case "collectOutputs":
      return `${command.kind} ${command.node}`;
    case "setTimer":
      return `setTimer ${command.timer} @${command.at}`;
    case "clearTimer":
      return `clearTimer ${command.timer}`;
  }
}
