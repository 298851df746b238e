/**
 * What an execution runs with: field by field the first that says something wins, the request, then the launch plan,
 * then the settings of the workflow, domain or project, then the platform (admin-api.md §3.2). The stored spec stays
 * what was asked for; this is worked out from it.
 */
import { create, type MessageInitShape } from "@bufbuild/protobuf";
import {
  type WorkflowExecutionConfig,
  WorkflowExecutionConfigSchema,
} from "@skein/spec/gen/flyteidl/admin/matchable_resource_pb";
import type { SecurityContext } from "@skein/spec/gen/flyteidl/core/security_pb";

/** Upstream's; 0 would mean no limit. */
export const platformConfig: WorkflowExecutionConfig = create(WorkflowExecutionConfigSchema, { maxParallelism: 25 });

/** What a request, a launch plan and the settings of a place may all say. */
export type ConfigLayer = Pick<
  WorkflowExecutionConfig,
  | "maxParallelism"
  | "securityContext"
  | "rawOutputDataConfig"
  | "labels"
  | "annotations"
  | "interruptible"
  | "overwriteCache"
  | "envs"
>;

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

/** @param layers the nearest first; those that are absent say nothing */
export function effectiveConfig(...layers: readonly (ConfigLayer | undefined)[]): ExecutionConfig {
  const config = mergeConfig(...layers, platformConfig);
  return {
    maxParallelism: config.maxParallelism,
    interruptible: config.interruptible,
    overwriteCache: config.overwriteCache,
    rawOutputPrefix: config.rawOutputDataConfig?.outputLocationPrefix ?? "",
    envs: new Map(config.envs?.values.map(({ key, value }) => [key, value])),
    labels: config.labels?.values ?? {},
    annotations: config.annotations?.values ?? {},
    securityContext: config.securityContext,
  };
}

/** Field by field the first layer that says something. */
export function mergeConfig(...given: readonly (ConfigLayer | undefined)[]): WorkflowExecutionConfig {
  const layers = given.filter((each) => each !== undefined);
  const first = <T>(pick: (layer: ConfigLayer) => T | undefined, isSaid: (value: T) => boolean): T | undefined =>
    layers.map(pick).find((value) => value !== undefined && isSaid(value));
  return create(
    WorkflowExecutionConfigSchema,
    withoutAbsent({
      maxParallelism: first(
        (layer) => layer.maxParallelism,
        (value) => value > 0,
      ),
      interruptible: first(
        (layer) => layer.interruptible,
        () => true,
      ),
      overwriteCache: layers.some((layer) => layer.overwriteCache),
      rawOutputDataConfig: first(
        (layer) => layer.rawOutputDataConfig,
        (value) => value.outputLocationPrefix !== "",
      ),
      envs: first(
        (layer) => layer.envs,
        (value) => value.values.length > 0,
      ),
      labels: first((layer) => layer.labels, hasValues),
      annotations: first((layer) => layer.annotations, hasValues),
      securityContext: first((layer) => layer.securityContext, hasIdentity),
    }),
  );
}

const hasValues = ({ values }: { readonly values: Readonly<Record<string, string>> }): boolean =>
  Object.keys(values).length > 0;

const hasIdentity = ({ runAs }: SecurityContext): boolean =>
  Boolean(runAs?.iamRole || runAs?.k8sServiceAccount || runAs?.oauth2Client || runAs?.executionIdentity);

type ConfigInit = Exclude<MessageInitShape<typeof WorkflowExecutionConfigSchema>, WorkflowExecutionConfig>;

/** An absent field is left out: it is not there with the value undefined. */
function withoutAbsent(fields: { readonly [K in keyof ConfigInit]: ConfigInit[K] | undefined }): ConfigInit {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
}
