/**
 * What an execution runs with: field by field the first that says something wins, the request, then the launch plan,
 * then the platform (admin-api.md §3.2). The stored spec stays what was asked for; this is worked out from it.
 */
import type { Envs } from "@skein/spec/gen/flyteidl/admin/common_pb";
import type { ExecutionSpec } from "@skein/spec/gen/flyteidl/admin/execution_pb";
import type { LaunchPlanSpec } from "@skein/spec/gen/flyteidl/admin/launch_plan_pb";
import type { SecurityContext } from "@skein/spec/gen/flyteidl/core/security_pb";

/** Upstream's; 0 would mean no limit. */
const platformMaxParallelism = 25;

export interface ExecutionConfig {
  /** How many leaf nodes may be under way at once. */
  readonly maxParallelism: number;
  /** Unset is not false: then each node says for itself. */
  readonly interruptible: boolean | undefined;
  readonly overwriteCache: boolean;
  /** Empty: the platform's. */
  readonly rawOutputPrefix: string;
  readonly envs: ReadonlyMap<string, string>;
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
  readonly securityContext: SecurityContext | undefined;
}

export function effectiveConfig(spec: ExecutionSpec, launchPlan: LaunchPlanSpec | undefined): ExecutionConfig {
  return {
    maxParallelism: spec.maxParallelism || launchPlan?.maxParallelism || platformMaxParallelism,
    interruptible: spec.interruptible ?? launchPlan?.interruptible,
    overwriteCache: spec.overwriteCache || (launchPlan?.overwriteCache ?? false),
    rawOutputPrefix:
      spec.rawOutputDataConfig?.outputLocationPrefix || launchPlan?.rawOutputDataConfig?.outputLocationPrefix || "",
    envs: new Map(firstFilled(spec.envs, launchPlan?.envs)?.values.map(({ key, value }) => [key, value])),
    labels: firstNonEmpty(spec.labels?.values, launchPlan?.labels?.values),
    annotations: firstNonEmpty(spec.annotations?.values, launchPlan?.annotations?.values),
    securityContext: hasIdentity(spec.securityContext) ? spec.securityContext : launchPlan?.securityContext,
  };
}

const hasIdentity = (context: SecurityContext | undefined): boolean =>
  Boolean(context?.runAs?.iamRole || context?.runAs?.k8sServiceAccount || context?.runAs?.oauth2Client);

const firstFilled = (own: Envs | undefined, other: Envs | undefined): Envs | undefined =>
  own && own.values.length > 0 ? own : other;

function firstNonEmpty(
  own: Readonly<Record<string, string>> | undefined,
  other: Readonly<Record<string, string>> | undefined,
): Readonly<Record<string, string>> {
  return own && Object.keys(own).length > 0 ? own : (other ?? {});
}
