/** What went wrong before or after a container, as the verdict upstream would give (execution.md §2.3, §6). */
import type { Verdict } from "@skein/engine/event";
import { MalformedMsgpack } from "@skein/engine/msgpack";
import { Problem } from "@skein/spec/problem";
import { MalformedBlob } from "../blobs/literal-maps.ts";
import { ImagePullFailed, InvalidImageName } from "./docker/images.ts";
import { NetworkUnavailable } from "./docker/network.ts";
import { NoContainer } from "./docker/prepare.ts";
import { UnsupportedTaskType } from "./foreign-types.ts";
import { BadTaskSpecification } from "./pod/pod-container.ts";
import { InputDownloadFailed } from "./raw/input-files.ts";
import { OutputUploadFailed } from "./raw/output-text.ts";
import { OutputSizeExceeded } from "./raw/read-outputs.ts";
import { InvalidResources } from "./resources.ts";
import { InvalidSecret } from "./secrets/plan-secrets.ts";
import { SecretMissing } from "./secrets/secret-store.ts";
import { TemplateRefused } from "./template.ts";
import { failed } from "./verdict.ts";

/** The engine refuses to make or start the container; permanent, because it would again. */
export class ContainerRefused extends Problem {
  readonly kind = "invalid";
  readonly reason: "CreateContainerConfigError" | "CreateContainerError" | "StartError";

  constructor(reason: ContainerRefused["reason"], message: string, options?: ErrorOptions) {
    super(message, options);
    this.reason = reason;
  }
}

/** The engine was cut short while it started the container, and cannot start it any more; another one may do. */
export class StartInterrupted extends Problem {
  readonly kind = "unavailable";
}

/** More than the machine has; permanent. */
export class ResourceRequestsExceedLimits extends Problem {
  readonly kind = "invalid";
}

/** Something is in the way that is not of this attempt. */
export class NameTaken extends Problem {
  readonly kind = "conflict";
}

export function judgeProblem(reason: unknown): Verdict {
  const message = reason instanceof Error ? reason.message : String(reason);
  if (
    reason instanceof TemplateRefused ||
    reason instanceof InvalidResources ||
    reason instanceof InvalidSecret ||
    reason instanceof MalformedMsgpack ||
    reason instanceof NoContainer
  )
    return failed("FailedToBuildResource", "USER", false, message);
  if (reason instanceof UnsupportedTaskType) return failed("UnsupportedTaskType", "USER", false, message);
  if (reason instanceof BadTaskSpecification) return failed("BadTaskSpecification", "USER", false, message);
  if (reason instanceof ResourceRequestsExceedLimits)
    return failed("ResourceRequestsExceedLimits", "USER", false, message);
  // Upstream leaves it to the task to stumble over what is not there.
  if (reason instanceof SecretMissing) return failed("SecretNotFound", "USER", false, message);
  if (reason instanceof InvalidImageName) return failed("ContainersNotReady|InvalidImageName", "USER", false, message);
  if (reason instanceof ImagePullFailed) return failed("ContainersNotReady|ImagePullBackOff", "USER", true, message);
  if (reason instanceof NetworkUnavailable)
    return failed("ContainersNotReady|CreateContainerConfigError", "USER", false, message);
  if (reason instanceof ContainerRefused) return failed(`ContainersNotReady|${reason.reason}`, "USER", false, message);
  if (reason instanceof StartInterrupted) return failed("Interrupted", "SYSTEM", true, message);
  if (reason instanceof InputDownloadFailed) return failed("InputDownloadFailed", "UNKNOWN", true, message);
  // As a plain non-zero exit (ADR 5): what the container wrote is known for certain, and is the user's.
  if (reason instanceof OutputUploadFailed) return failed("OutputUploadFailed", "USER", true, message);
  if (reason instanceof OutputSizeExceeded) return failed("OutputSizeExceeded", "USER", false, message);
  if (reason instanceof MalformedBlob) return failed("FailedToBuildResource", "SYSTEM", true, message);
  // A full disk, an odd answer of the engine: ours to bear, and worth another try.
  return failed("RunnerFailed", "SYSTEM", true, `Skein could not run this attempt: ${message}`);
}
