import type { ContainerInspectInfo } from "dockerode";
import { expect, test } from "vitest";
import { endedUnseen, ranOutOfMemory } from "./finish.ts";

const MIB = 2 ** 20;

test.each([
  // exit code, limit, peak, signalled → out of memory
  [137, 16 * MIB, 16 * MIB, false, true],
  [137, 16 * MIB, 15 * MIB, false, true],
  [137, 16 * MIB, 4 * MIB, false, false],
  [137, 16 * MIB, 16 * MIB, true, false],
  [137, 0, 16 * MIB, false, false],
  [137, 16 * MIB, undefined, false, false],
  [1, 16 * MIB, 16 * MIB, false, false],
])("exit %i, limit %i, peak %s, signalled %s: %s", (ExitCode, Memory, peakMemoryBytes, signalled, expected) => {
  // Of the engine's long answer only these two are read.
  const found = { State: { ExitCode }, HostConfig: { Memory } } as ContainerInspectInfo;
  const usage = peakMemoryBytes === undefined ? undefined : { cpuSeconds: 0, wallMs: 0, peakMemoryBytes };
  expect(ranOutOfMemory({ found, usage }, signalled)).toBe(expected);
});

test.each([
  // exit code, away at its end, met the engine at → the engine may be why
  [1, true, 500, true],
  [1, false, 2_000, false],
  [255, false, 2_000, true], // started anew before we met it, it found the container ended
  [255, false, 500, false], // we were there: it is the task's own
  [255, false, undefined, false],
  [0, true, 2_000, false],
])("§2.3 exit %i, away then: %s, met at %s: ended unseen is %s", (ExitCode, away, metAt, expected) => {
  const state = { ExitCode, FinishedAt: new Date(1_000).toISOString() };
  expect(endedUnseen(state, { wasAwayAt: () => away, metAt: () => metAt })).toBe(expected);
});
