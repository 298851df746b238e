import { expect, test } from "vitest";
import type { RunnerStatus } from "../runner/runner.ts";
import { statusOf } from "./runner-status.ts";

const ready: RunnerStatus = {
  ready: true,
  message: "",
  engine: "Docker 28",
  cpuTotal: 2,
  cpuReserved: 0,
  memoryTotalBytes: 1,
  memoryReservedBytes: 0,
  running: 0,
  waiting: 0,
};

test("work that waits for the store is said where the runner's state is", () => {
  let refusal: string | undefined;
  let refusalChanged = () => {};
  const loop = {
    refusal: () => refusal,
    onRefusal(listener: () => void) {
      refusalChanged = listener;
    },
  };
  const heard: RunnerStatus[] = [];
  const source = statusOf({ status: () => ready, onStatus: (listener) => listener(ready) }, loop);
  source.onStatus((status) => heard.push(status));
  refusal = "The disk is full";
  refusalChanged();
  const stopped = { ...ready, ready: false, message: "The disk is full" };
  expect(source.status()).toEqual(stopped);
  expect(heard).toEqual([ready, stopped]);
});
