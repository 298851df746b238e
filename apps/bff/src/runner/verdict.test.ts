import { create } from "@bufbuild/protobuf";
import { ContainerError_Kind, ContainerErrorSchema } from "@skein/spec/gen/flyteidl/core/errors_pb";
import { ExecutionError_ErrorKind } from "@skein/spec/gen/flyteidl/core/execution_pb";
import { expect, test } from "vitest";
import { type ContainerEnd, judgeContainer, judgeErrorDocument } from "./verdict.ts";

const end: ContainerEnd = {
  containerName: "skein-1",
  image: "busybox:1.36",
  exitCode: 0,
  oomKilled: false,
  memoryLimit: undefined,
  duringOutage: false,
  signalled: false,
  logTail: "",
};
const ours = { nonZeroExitIsSystem: false };
const upstreams = { nonZeroExitIsSystem: true };

test.each([
  // what differs from a good end, settings → code, kind
  [{ exitCode: 1 }, ours, "Error", "USER"],
  [{ exitCode: 1 }, upstreams, "Interrupted", "SYSTEM"],
  [{ exitCode: 126 }, ours, "Error", "USER"],
  [{ exitCode: 139 }, ours, "Error", "USER"],
  [{ exitCode: 137 }, ours, "Interrupted", "SYSTEM"],
  [{ exitCode: 247 }, ours, "Interrupted", "SYSTEM"],
  [{ exitCode: 143 }, ours, "Interrupted", "SYSTEM"],
  [{ exitCode: 3, duringOutage: true }, ours, "Interrupted", "SYSTEM"],
  [{ exitCode: 3, signalled: true }, ours, "Interrupted", "SYSTEM"],
  [{ exitCode: 137, oomKilled: true }, ours, "OOMKilled", "USER"],
  [{ exitCode: 0, oomKilled: true }, ours, "OOMKilled", "USER"],
  [{ exitCode: 137, oomKilled: true, duringOutage: true }, upstreams, "OOMKilled", "USER"],
] as const)("a container with %j under %j: %s of kind %s, retryable", (differs, settings, code, kind) => {
  expect(judgeContainer({ ...end, ...differs }, settings)).toMatchObject({
    kind: "failed",
    retryable: true,
    error: { code, kind },
  });
});

test.each([[{}], [{ duringOutage: true }], [{ signalled: true }]])("exit 0 with %j is a good end", (differs) => {
  expect(judgeContainer({ ...end, ...differs }, ours)).toBeUndefined();
});

test("§2.3 the message has the container, the exit code, the reason, a remedy and the end of the log", () => {
  const verdict = judgeContainer(
    { ...end, exitCode: 137, oomKilled: true, memoryLimit: "16 MiB", logTail: "a\nb" },
    ours,
  );
  expect(verdict).toMatchObject({
    error: {
      message:
        "Container skein-1 (busybox:1.36) terminated with exit code 137, reason OOMKilled. It ran out of memory. Its limit is 16 MiB: raise the task's memory limit. The last lines of its log:\na\nb",
    },
  });
  expect(judgeContainer({ ...end, exitCode: 127 }, ours)).toMatchObject({
    error: { message: expect.stringContaining("a command is not in the image. It wrote nothing to its log.") },
  });
});

const { RECOVERABLE, NON_RECOVERABLE } = ContainerError_Kind;
test.each([
  ["USER:Recoverable", RECOVERABLE, ExecutionError_ErrorKind.USER, true, "USER"],
  ["USER:RuntimeError", NON_RECOVERABLE, ExecutionError_ErrorKind.USER, false, "USER"],
  ["SYSTEM", NON_RECOVERABLE, ExecutionError_ErrorKind.SYSTEM, false, "SYSTEM"],
  ["OutputUploadFailed", RECOVERABLE, ExecutionError_ErrorKind.UNKNOWN, true, "UNKNOWN"],
] as const)("an error.pb with code %s", (code, kind, origin, retryable, errorKind) => {
  const error = create(ContainerErrorSchema, { code, kind, origin, message: "m" });
  expect(judgeErrorDocument(error)).toEqual({
    kind: "failed",
    retryable,
    error: { code, kind: errorKind, message: "m" },
  });
});

test("§2.2 an error.pb without an error is a bad file", () => {
  expect(judgeErrorDocument(undefined)).toMatchObject({
    retryable: true,
    error: { code: "ErrorFileBadFormat", kind: "SYSTEM" },
  });
});
