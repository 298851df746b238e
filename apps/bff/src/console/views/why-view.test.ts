import { Why_State as State } from "@skein/spec/gen/skein/console/v1/console_pb";
import { expect, test } from "vitest";
import { waitMessage, whyMessage } from "./why-view.ts";

test.each([
  [
    {
      kind: "resources" as const,
      lack: {
        wanted: { cpuMillis: 2000, memoryBytes: 64 },
        free: { cpuMillis: 500, memoryBytes: 1024 },
        total: { cpuMillis: 4000, memoryBytes: 4096 },
        before: 3,
      },
    },
    { case: "resources", value: { cpuWanted: 2, cpuFree: 0.5, cpuTotal: 4, memoryFreeBytes: 1024n, before: 3 } },
  ],
  [
    { kind: "pull" as const, image: "busybox:1.36", percent: 38 },
    { case: "pull", value: { image: "busybox:1.36", percent: 38 } },
  ],
  [
    { kind: "engineAway" as const, message: "No Docker engine answers" },
    { case: "engineAway", value: { message: "No Docker engine answers" } },
  ],
])("what a task waits for is data: $kind", (wait, kind) => {
  expect(waitMessage(wait, "so")).toMatchObject({ text: "so", kind });
});

test.each([
  [
    { kind: "parallelism" as const, used: 4, max: 4, text: "" },
    { case: "place", value: { used: 4, max: 4 } },
  ],
  [
    { kind: "upstream" as const, nodes: ["a"], text: "" },
    { case: "waitingFor", value: { ids: ["a"] } },
  ],
  [
    { kind: "skipped" as const, nodes: ["a"], text: "" },
    { case: "skippedAfter", value: { ids: ["a"] } },
  ],
  [
    { kind: "neverStarted" as const, text: "" },
    { case: "state", value: State.NEVER_STARTED },
  ],
  [
    { kind: "cache" as const, owner: "another", text: "" },
    { case: "reservation", value: { owner: "another" } },
  ],
])("so is what the engine says: %o", (why, kind) => {
  expect(whyMessage(why, undefined).kind).toMatchObject(kind);
});
