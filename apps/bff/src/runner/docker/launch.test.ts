import { expect, test } from "vitest";
import { isHalfStarted, missingCommand } from "./launch.ts";

test.each([
  [
    'OCI runtime create failed: container_linux.go:380: starting container process caused: exec: "foo": executable file not found in $PATH: unknown',
    'The command "foo" is not in the image busybox:1.36: use one that is, or an image that has it',
  ],
  [
    'failed to create task for container: failed to create shim task: OCI runtime create failed: runc create failed: unable to start container process: exec: "/opt/x": stat /opt/x: no such file or directory: unknown',
    'The command "/opt/x" is not in the image busybox:1.36: use one that is, or an image that has it',
  ],
  [
    'exec: "/etc/passwd": permission denied: unknown',
    'The command "/etc/passwd" of the image busybox:1.36 may not be run (permission denied): make it executable in the image',
  ],
  ["no space left on device", undefined],
  ['exec: "x": exec format error', undefined],
])("%s", (words, message) => {
  expect(missingCommand(words, "busybox:1.36")).toBe(message);
});

test.each([
  ["task 3cb31c99ebbe4e009293a8195c3afa850e4c11d0577e10c609ee02b1d0401013: already exists", true],
  ["endpoint with name skein-f1-a-0 already exists in network bridge", true],
  ["id already in use", true],
  ["no space left on device", false],
])("§2.3 %s: whether a killed engine left it half-started is %s", (words, expected) => {
  expect(isHalfStarted(words)).toBe(expected);
});
