/**
 * How an attempt ended, judged by what its container and its files say (execution.md §2.3).
 *
 * Pure: the same end always gives the same verdict, so an attempt whose end was not yet committed when the process died
 * is simply judged again.
 */
import type { RunError, Verdict } from "@skein/engine/event";
import type { ErrorKind, Uri } from "@skein/engine/run";
import { type ContainerError, ContainerError_Kind } from "@skein/spec/gen/flyteidl/core/errors_pb";
import { ExecutionError_ErrorKind } from "@skein/spec/gen/flyteidl/core/execution_pb";

/** What the engine says of a container that has ended. */
export interface ContainerEnd {
  readonly containerName: string;
  readonly image: string;
  readonly exitCode: number;
  readonly oomKilled: boolean;
  readonly memoryLimit: string | undefined;
  /** It ended while the engine was out of reach. */
  readonly duringOutage: boolean;
  /** Somebody other than us sent it a signal: `docker stop`, or an engine that is being stopped. */
  readonly signalled: boolean;
  readonly logTail: string;
}

export interface VerdictSettings {
  /** Upstream's class for "other non-zero exit": SYSTEM, code Interrupted (architecture.md decision 13). */
  readonly nonZeroExitIsSystem: boolean;
}

/** The verdict on the container alone; undefined when it ended well, and what it wrote decides. */
export function judgeContainer(end: ContainerEnd, settings: VerdictSettings): Verdict | undefined {
  const { exitCode } = end;
  if (end.oomKilled) {
    const limit = end.memoryLimit ? ` Its limit is ${end.memoryLimit}: raise the task's memory limit.` : "";
    return failed("OOMKilled", "USER", true, describeEnd(end, "OOMKilled", `It ran out of memory.${limit}`));
  }
  if (exitCode === 0) return undefined;
  if (exitCode === 137 || exitCode === 247)
    return failed("Interrupted", "SYSTEM", true, describeEnd(end, "Interrupted", "It was killed from outside."));
  if (exitCode === 143 || end.signalled)
    return failed("Interrupted", "SYSTEM", true, describeEnd(end, "Interrupted", "It was asked to end from outside."));
  if (end.duringOutage)
    return failed(
      "Interrupted",
      "SYSTEM",
      true,
      describeEnd(end, "Interrupted", "It ended while the engine was out of reach."),
    );
  const [code, kind] = settings.nonZeroExitIsSystem
    ? (["Interrupted", "SYSTEM"] as const)
    : (["Error", "USER"] as const);
  return failed(code, kind, true, describeEnd(end, code, hintOf(exitCode)));
}

function describeEnd(end: ContainerEnd, reason: string, more: string): string {
  const head = `Container ${end.containerName} (${end.image}) terminated with exit code ${end.exitCode}, reason ${reason}.`;
  const tail = end.logTail === "" ? "It wrote nothing to its log." : `The last lines of its log:\n${end.logTail}`;
  return [head, more, tail].filter(Boolean).join(" ");
}

/** What a shell means by its own exit codes. */
function hintOf(exitCode: number): string {
  switch (exitCode) {
    case 126:
      return "126 from a shell: a command was found but may not be run.";
    case 127:
      return "127 from a shell: a command is not in the image.";
    case 139:
      return "139: a segmentation fault.";
    default:
      return "";
  }
}

/** The verdict an error.pb stands for. */
export function judgeErrorDocument(error: ContainerError | undefined): Verdict {
  if (!error) return failed("ErrorFileBadFormat", "SYSTEM", true, "error.pb holds no error");
  return failed(error.code, kindOf(error.origin), error.kind === ContainerError_Kind.RECOVERABLE, error.message);
}

function kindOf(origin: ExecutionError_ErrorKind): ErrorKind {
  switch (origin) {
    case ExecutionError_ErrorKind.USER:
      return "USER";
    case ExecutionError_ErrorKind.SYSTEM:
      return "SYSTEM";
    case ExecutionError_ErrorKind.UNKNOWN:
      return "UNKNOWN";
    default:
      return "UNKNOWN"; // a number newer than our protos
  }
}

/** Somebody else removed the container. */
export function judgeVanished(containerName: string): Verdict {
  return failed(
    "ResourceDeletedExternally",
    "SYSTEM",
    true,
    `Container ${containerName} is gone: it was removed by something other than Skein`,
  );
}

export function judgeMissingOutputs(uri: Uri): Verdict {
  return failed(
    "OutputsNotFound",
    "UNKNOWN",
    true,
    `The task declares outputs but wrote none: there is no ${uri}; write it, or declare no outputs`,
  );
}

export function judgeOutputSize(message: string): Verdict {
  return failed("OutputSizeExceeded", "USER", false, message);
}

/** The verdict without what its message must not say. */
export function maskVerdict(verdict: Verdict, mask: (text: string) => string): Verdict {
  if (verdict.kind !== "failed") return verdict;
  return { ...verdict, error: { ...verdict.error, message: mask(verdict.error.message) } };
}

export function failed(code: string, kind: RunError["kind"], retryable: boolean, message: string): Verdict {
  return { kind: "failed", retryable, error: { code, kind, message } };
}
