import { create } from "@bufbuild/protobuf";
import { ExecutionError_ErrorKind as Kind } from "@skein/spec/gen/flyteidl/core/execution_pb";
import { NodeViewSchema } from "@skein/spec/gen/skein/console/v1/console_pb";
import { expect, it } from "vitest";
import { findHint } from "./hints.ts";
import { plainCode, retryWord } from "./retryable.ts";

it.each([
  // code, message, exit code → a part of the hint
  ["OOMKilled", "Container c terminated", 137, "raise the task's memory limit"],
  ["Error", "numpy._ArrayMemoryError: Unable to allocate 5.61 GiB for shape (1,)", 1, "ran out of memory"],
  ["USER:MemoryError", "MemoryError", 1, "ran out of memory"],
  ["Error", "java.lang.OutOfMemoryError: Java heap space", 1, "ran out of memory"],
  ["Interrupted", "It was killed from outside.", 137, "most often because memory ran out"],
  ["ContainersNotReady|ImagePullBackOff", "The image x:1 could not be pulled: 404", undefined, "name and tag"],
  ["ContainersNotReady|InvalidImageName", "The task names no image", undefined, "name and tag"],
  ["ContainersNotReady|ImagePullBackOff", "unauthorized: authentication required", undefined, "docker login"],
  ["ContainersNotReady|ImagePullBackOff", "pull access denied for x, repository", undefined, "docker login"],
  ["Error", "manifest for busybox:nope not found: manifest unknown", undefined, "could not be pulled"],
  ["USER:Unknown", "ModuleNotFoundError: No module named 'pandas.core'", 1, "module pandas.core:"],
  ["Error", "Error: Cannot find module 'left-pad'", 1, "module left-pad:"],
  ["Error", "java.lang.ClassNotFoundException: com.acme.Job", 1, "class com.acme.Job "],
  ["TimeoutExpired", "task execution timeout [5m0s] expired", undefined, "raise the task's timeout"],
  ["Timeout", "Timeout in node", undefined, "raise the task's timeout"],
  ["USER:Unknown", "TimeoutError: [Errno 110] Connection timed out", 1, "did not answer in time"],
  ["Error", "write: No space left on device", 1, "disk is full"],
  ["Error", "ENOSPC: write", 1, "disk is full"],
  ["Error", "PermissionError: [Errno 13] Permission denied: '/data'", 1, "may not do this"],
  ["Error", "EACCES: open", 1, "may not do this"],
  ["Error", "It wrote nothing to its log.", 126, "chmod +x"],
  ["Error", "sh: pyhton: not found", 127, "not in the image"],
  ["ContainersNotReady|ContainerCannotRun", 'exec: "foo": executable file not found in $PATH', undefined, "spelling"],
  ["SecretNotFound", "The task asks for the secret db/password, and there is none", undefined, "(db/password)"],
  ["USER:ValueError", "Unable to find secret for key user in group db", 1, "A secret is missing (user)"],
  ["USER:ValueError", "the order has no items", 1, undefined],
  ["Error", "Order 3 has no items; remove it, or give it at least one", 3, undefined],
  ["", "", undefined, undefined],
] as const)("of %s, %j, exit %s it says %s", (code, message, exitCode, part) => {
  const hint = findHint({ code, message, exitCode });
  if (part === undefined) expect(hint).toBeUndefined();
  else expect(hint).toContain(part);
});

it.each([
  ["RetriesExhausted|Error", Kind.USER, "Error", "retryable, no attempts left"],
  ["RetriesExhausted|Interrupted", Kind.SYSTEM, "Interrupted", "system error, retries used up"],
  ["USER:ValueError", Kind.USER, "USER:ValueError", "not retryable"],
] as const)("%s of kind %i is %s, %s", (code, kind, plain, word) => {
  const node = create(NodeViewSchema, { attempts: [{ error: { code: plain, kind } }] });
  expect([plainCode(code), retryWord(code, node)]).toEqual([plain, word]);
  expect(retryWord(code, create(NodeViewSchema, {}))).toBe("");
});
