/** What all attempts of a runner share, and what one attempt carries through its life. */
import type { Blobs } from "../../blobs/blobs.ts";
import type { Clock } from "../../run-loop/clock.ts";
import type { Gate } from "../gate.ts";
import type { Ledger } from "../ledger.ts";
import type { LogStore } from "../log-store.ts";
import type { LogWriter } from "../log-writer.ts";
import type { AttemptSpec, Report } from "../runner.ts";
import type { SecretBox } from "../secrets/secret-box.ts";
import type { SecretStore } from "../secrets/secret-store.ts";
import type { VerdictSettings } from "../verdict.ts";
import type { Cgroups } from "./cgroups.ts";
import type { Engine } from "./engine.ts";
import type { Images } from "./images.ts";
import type { Networks } from "./network.ts";
import type { PlatformEnv } from "./prepare.ts";
import type { WorkDirs } from "./work-dirs.ts";

export interface RunnerParts {
  readonly homeId: string;
  readonly engine: Engine;
  readonly images: Images;
  readonly networks: Networks;
  readonly ledger: Ledger;
  /** Few containers start at a time: more only get in each other's way. */
  readonly starts: Gate;
  readonly blobs: Blobs;
  readonly logs: LogStore;
  readonly clock: Clock;
  readonly workDirs: WorkDirs;
  readonly secrets: { readonly store: SecretStore; readonly box: SecretBox };
  readonly cgroups: () => Cgroups | undefined;
  /** Whether the engine sees our file system; false once it said that it does not. */
  readonly files: { shared: boolean };
  readonly platformEnv: PlatformEnv;
  readonly settings: RunnerSettings;
}

export interface RunnerSettings extends VerdictSettings {
  /** From SIGTERM to SIGKILL. */
  readonly stopGraceMs: number;
  /** The most bytes of one attempt's outputs.pb. */
  readonly maxOutputBytes: number;
  /** Between tries of what the engine could not do (start, create). */
  readonly retryPausesMs: readonly number[];
}

export type ProgressPhase = Extract<Report, { kind: "progress" }>["phase"];

export interface AttemptContext {
  readonly spec: AttemptSpec;
  readonly name: string;
  readonly parts: RunnerParts;
  readonly writer: LogWriter;
  /** Aborted when the attempt is to be stopped. */
  readonly stopping: AbortSignal;
  /** Aborted when the process goes: the container goes on. */
  readonly closing: AbortSignal;
  progress(phase: ProgressPhase, reason: string): void;
  /** Skein's own word in the attempt's log. */
  say(text: string): Promise<void>;
}
