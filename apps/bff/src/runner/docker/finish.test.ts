import type { ContainerInspectInfo } from "dockerode";
import { expect, test } from "vitest";
import { ranOutOfMemory } from "./finish.ts";

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
