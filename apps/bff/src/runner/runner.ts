/**
 * The port for running one task attempt: what the run loop asks of Docker today, of a cluster tomorrow.
 *
 * `start` is idempotent by key: where the attempt runs already (after a crash), it is adopted; where it has ended, its
 * end is reported. Reports may come late or twice. Nothing here knows workflows.
 * Neighbours: docker/ (the real one), scripted.ts (a fake for tests).
 */
import type { AttemptPaths, SubNodePlace } from "@skein/engine/command";
import type { Verdict } from "@skein/engine/event";
import type { Millis, TaskKey } from "@skein/engine/run";
import type { TaskResourceAttributes } from "@skein/spec/gen/flyteidl/admin/matchable_resource_pb";
import type { TaskTemplate } from "@skein/spec/gen/flyteidl/core/tasks_pb";
import type { TaskNodeOverrides } from "@skein/spec/gen/flyteidl/core/workflow_pb";
import type { ResourceLack } from "./ledger.ts";

/** Everything needed to run one attempt. */
export interface AttemptSpec {
  readonly key: TaskKey;
  readonly template: TaskTemplate;
  readonly overrides: TaskNodeOverrides | undefined;
  readonly paths: AttemptPaths;
  /** `<project>:<domain>:<workflow name>`, for FLYTE_INTERNAL_EXECUTION_WORKFLOW. */
  readonly workflow: string;
  readonly interruptible: boolean;
  /** Of an element of an array: which one, and what it sees of the inputs, which are the array's. */
  readonly subNode?: SubNodePlace;
  /** From the execution's spec; they win over the task's own. */
  readonly env: ReadonlyMap<string, string>;
  /** The project's: amounts for what the task does not say, and what it may have at most. */
  readonly platformResources: TaskResourceAttributes | undefined;
}

export type Report =
  | {
      readonly kind: "progress";
      readonly key: TaskKey;
      readonly at: Millis;
      readonly phase: "QUEUED" | "WAITING_FOR_RESOURCES" | "INITIALIZING" | "RUNNING";
      /** In words: "pulling busybox:1.36, 38 %", "waits for CPU: wants 2, 0.5 free". */
      readonly reason: string;
    }
  /** It ended by itself and was judged; outputs.pb is written. Its log and figures are complete. */
  | {
      readonly kind: "ended";
      readonly key: TaskKey;
      readonly at: Millis;
      readonly verdict: Verdict;
      readonly facts: Facts;
    }
  /** It was stopped by us and is gone. */
  | { readonly kind: "stopped"; readonly key: TaskKey; readonly at: Millis; readonly facts: Facts | undefined };

/** What is known of an attempt beyond its phase; kept in its row. */
export interface Facts {
  readonly containerId: string;
  readonly containerName: string;
  readonly image: string;
  readonly imageDigest: string;
  readonly command: readonly string[];
  readonly args: readonly string[];
  /** NAME=value; secrets left out. */
  readonly env: readonly string[];
  readonly exitCode: number | undefined;
  readonly usage: Usage | undefined;
  readonly logBytes: number;
}

/** Compute of one attempt; undefined where the host gives nothing. */
export interface Usage {
  readonly cpuSeconds: number;
  readonly peakMemoryBytes: number;
  readonly wallMs: number;
}

export interface Runner {
  start(attempt: AttemptSpec): void;
  /** Answered by a `stopped` report, also when there is nothing to stop. */
  stop(key: TaskKey, reason: string): void;
  /** Its end is committed: remove the container. */
  remove(key: TaskKey): void;
  /** At boot, after all live attempts were started again: remove what carries our home's label and is none of them. */
  removeStrays(live: readonly TaskKey[]): Promise<number>;
  /** One listener, set before the first start. */
  onReport(listener: (report: Report) => void): void;
  /** What an attempt waits for that was started and does not run yet, as data; undefined: nothing it knows of. */
  waitOf(key: TaskKey): Wait | undefined;
  status(): RunnerStatus;
  onStatus(listener: (status: RunnerStatus) => void): void;
  /** Stops following; containers go on and are adopted at the next start. Resolves to how many. */
  close(): Promise<number>;
}

export type Wait =
  | { readonly kind: "resources"; readonly lack: ResourceLack }
  | {
      readonly kind: "pull";
      readonly image: string;
      /** Undefined while nobody can say. */
      readonly percent: number | undefined;
    }
  | { readonly kind: "engineAway"; readonly message: string };

export interface RunnerStatus {
  readonly ready: boolean;
  /** Empty when ready; else what is wrong and what to do, one sentence. */
  readonly message: string;
  /** Name and version, e.g. "Docker 28.2.2". */
  readonly engine: string;
  readonly cpuTotal: number;
  readonly cpuReserved: number;
  readonly memoryTotalBytes: number;
  readonly memoryReservedBytes: number;
  readonly running: number;
  readonly waiting: number;
}
