import { create } from "@bufbuild/protobuf";
import { type RunnerStatus, RunnerStatus_State, RunnerStatusSchema } from "@skein/spec/gen/skein/console/v1/console_pb";
import type { RunnerStatus as Status } from "../runner/runner.ts";

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
