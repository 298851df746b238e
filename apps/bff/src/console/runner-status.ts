import { create } from "@bufbuild/protobuf";
import { type RunnerStatus, RunnerStatus_State, RunnerStatusSchema } from "@skein/spec/gen/skein/console/v1/console_pb";
import type { RunLoop } from "../run-loop/loop.ts";
import type { Runner, RunnerStatus as Status } from "../runner/runner.ts";

export type StatusSource = Pick<Runner, "status" | "onStatus">;

/** Whether launched work moves: the runner's word, unless nothing reaches it because the store refuses commits. */
export function statusOf(runner: StatusSource, loop: Pick<RunLoop, "refusal" | "onRefusal">): StatusSource {
  const status = () => {
    const [now, refusal] = [runner.status(), loop.refusal()];
    return refusal === undefined ? now : { ...now, ready: false, message: refusal };
  };
  return {
    status,
    onStatus(listener) {
      runner.onStatus(() => listener(status()));
      loop.onRefusal(() => listener(status()));
    },
  };
}

export const runnerStatus = (status: Status): RunnerStatus =>
  create(RunnerStatusSchema, {
    state: status.ready ? RunnerStatus_State.READY : RunnerStatus_State.UNAVAILABLE,
    message: status.message,
    engine: status.engine,
    cpuTotal: status.cpuTotal,
    cpuReserved: status.cpuReserved,
    memoryTotalBytes: BigInt(status.memoryTotalBytes),
    memoryReservedBytes: BigInt(status.memoryReservedBytes),
    running: status.running,
    waiting: status.waiting,
  });
