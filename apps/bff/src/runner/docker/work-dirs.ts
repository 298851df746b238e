/**
 * Directories for the inputs and outputs of raw containers: `<home>/work/<container name>/{inputs,outputs}`.
 *
 * They are mounted, so what a container writes belongs to its user; what this process may not delete is handed to
 * `sweep` in batches.
 */
import { chmod, mkdir, readdir, rm } from "node:fs/promises";
import { join } from "node:path";
import type { Clock } from "../../run-loop/clock.ts";

export interface WorkDirs {
  readonly root: string;
  inputsOf(name: string): string;
  outputsOf(name: string): string;
  /** Where outputs are fetched to when they cannot be read in place. */
  fetchedOf(name: string): string;
  /** An empty directory that every user may write to. */
  makeOutputs(name: string): Promise<void>;
  remove(name: string): Promise<void>;
  /** Names there are, also from before a restart. */
  list(): Promise<readonly string[]>;
  /** Resolves when nothing is left to the sweep. */
  settle(): Promise<void>;
}

const BATCH_PAUSE_MS = 2_000;

/** @param sweep removes these names below the root with more rights than ours */
export function openWorkDirs(root: string, clock: Clock, sweep: (names: readonly string[]) => Promise<void>): WorkDirs {
  let pending = new Set<string>();
  let cancel: (() => void) | undefined;
  let sweeping: Promise<void> = Promise.resolve();

  function sweepNow(): Promise<void> {
    cancel?.();
    cancel = undefined;
    const names = [...pending];
    pending = new Set();
    // What cannot be removed now is found again at the next start.
    if (names.length > 0) sweeping = sweeping.then(() => sweep(names)).catch(() => {});
    return sweeping;
  }

  return {
    root,
    inputsOf: (name) => join(root, name, "inputs"),
    outputsOf: (name) => join(root, name, "outputs"),
    fetchedOf: (name) => join(root, name, "fetched"),
    async makeOutputs(name) {
      const path = join(root, name, "outputs");
      await mkdir(path, { recursive: true });
      await chmod(path, 0o777); // mkdir's own mode is cut by the umask
    },
    async remove(name) {
      try {
        await rm(join(root, name), { recursive: true, force: true, maxRetries: 2 });
      } catch {
        pending.add(name);
        cancel ??= clock.wakeAt(clock.now() + BATCH_PAUSE_MS, () => void sweepNow());
      }
    },
    list: () => readdir(root).catch((): string[] => []),
    settle: sweepNow,
  };
}
