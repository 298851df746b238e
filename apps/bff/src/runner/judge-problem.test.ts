import { MalformedMsgpack } from "@skein/engine/msgpack";
import { expect, test } from "vitest";
import { ImagePullFailed, InvalidImageName } from "./docker/images.ts";
import { NetworkUnavailable } from "./docker/network.ts";
import { NoContainer } from "./docker/prepare.ts";
import {
  ContainerRefused,
  judgeProblem,
  NameTaken,
  ResourceRequestsExceedLimits,
  StartInterrupted,
} from "./judge-problem.ts";
import { InputDownloadFailed } from "./raw/input-files.ts";
import { OutputUploadFailed } from "./raw/output-text.ts";
import { OutputSizeExceeded } from "./raw/read-outputs.ts";
import { InvalidResources } from "./resources.ts";
import { TemplateRefused } from "./template.ts";

test.each([
  [new TemplateRefused("m"), "FailedToBuildResource", "USER", false],
  [new InvalidResources("m"), "FailedToBuildResource", "USER", false],
  [new MalformedMsgpack("m"), "FailedToBuildResource", "USER", false],
  [new NoContainer("m"), "FailedToBuildResource", "USER", false],
  [new ResourceRequestsExceedLimits("m"), "ResourceRequestsExceedLimits", "USER", false],
  [new InvalidImageName("m"), "ContainersNotReady|InvalidImageName", "USER", false],
  [new ImagePullFailed("m"), "ContainersNotReady|ImagePullBackOff", "USER", true],
  [new NetworkUnavailable("m"), "ContainersNotReady|CreateContainerConfigError", "USER", false],
  [new ContainerRefused("StartError", "m"), "ContainersNotReady|StartError", "USER", false],
  [new StartInterrupted("m"), "Interrupted", "SYSTEM", true],
  [new InputDownloadFailed("m"), "InputDownloadFailed", "UNKNOWN", true],
  [new OutputUploadFailed("m"), "OutputUploadFailed", "USER", true],
  [new OutputSizeExceeded("m"), "OutputSizeExceeded", "USER", false],
  [new NameTaken("m"), "RunnerFailed", "SYSTEM", true],
  [new Error("ENOSPC"), "RunnerFailed", "SYSTEM", true],
  ["a text", "RunnerFailed", "SYSTEM", true],
] as const)("%s is %s of kind %s, retryable: %s", (problem, code, kind, retryable) => {
  expect(judgeProblem(problem)).toMatchObject({ kind: "failed", retryable, error: { code, kind } });
});
