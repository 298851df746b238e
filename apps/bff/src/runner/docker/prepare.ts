/** From a task template to everything its container needs: the part that needs no engine. */
import { create, toBinary } from "@bufbuild/protobuf";
import { type LiteralMap, LiteralMapSchema } from "@skein/spec/gen/flyteidl/core/literals_pb";
import {
  type Container,
  type DataLoadingConfig_LiteralMapFormat,
  type TaskTemplate,
  TaskTemplateSchema,
} from "@skein/spec/gen/flyteidl/core/tasks_pb";
import { Problem } from "@skein/spec/problem";
import type { Blobs } from "../../blobs/blobs.ts";
import { readElement } from "../../blobs/element-inputs.ts";
import { readLiteralMap } from "../../blobs/literal-maps.ts";
import { loadOffloaded } from "../../blobs/offloaded.ts";
import { joinUri } from "../../blobs/uri.ts";
import { environmentOf } from "../environment.ts";
import { refuseForeignType } from "../foreign-types.ts";
import { type PodTask, podTaskOf } from "../pod/pod-container.ts";
import { resourcesOf, type TaskResources } from "../resources.ts";
import type { AttemptSpec } from "../runner.ts";
import { type PlannedSecret, planSecrets } from "../secrets/plan-secrets.ts";
import { namesInputs, namesTaskTemplate, renderTemplate } from "../template.ts";

/** The task is of a kind that has no container; permanent. */
export class NoContainer extends Problem {
  readonly kind = "invalid";
}

export interface Prepared {
  readonly image: string;
  /** Empty: the image's own entrypoint. */
  readonly command: readonly string[];
  readonly args: readonly string[];
  readonly env: ReadonlyMap<string, string>;
  readonly resources: TaskResources;
  /** Raw containers only: what is laid out and fetched for them. */
  readonly raw: RawPaths | undefined;
  readonly inputs: LiteralMap;
  /** Without their values, which are read when the container is made. */
  readonly secrets: readonly PlannedSecret[];
  /** What the task's pod says beyond its container; undefined: it has none. */
  readonly pod: PodTask | undefined;
}

interface RawPaths {
  /** Undefined when there is nothing to lay out. */
  readonly inputPath: string | undefined;
  /** Undefined when nothing is read from it. */
  readonly outputPath: string | undefined;
  readonly format: DataLoadingConfig_LiteralMapFormat;
}

/** What the platform tells an attempt: where its data is, and by which keys. */
export type PlatformEnv = (attempt: AttemptSpec) => ReadonlyMap<string, string>;

/** @throws UnsupportedTaskType, NoContainer, BadTaskSpecification, TemplateRefused, InvalidResources, InvalidSecret */
export async function prepare(given: AttemptSpec, blobs: Blobs, platformEnv: PlatformEnv): Promise<Prepared> {
  refuseForeignType(given.template.type);
  const pod = podTaskOf(given.template, given.overrides?.podTemplate);
  const attempt = pod ? { ...given, template: withContainer(given.template, pod.container) } : given;
  const { template, overrides, paths, key } = attempt;
  const container = containerOf(template);
  const raw = rawPathsOf(container, template);
  const texts = [...container.command, ...container.args];
  const secrets = planSecrets(template);
  const inputs = raw?.inputPath !== undefined || namesInputs(texts) ? await readInputs(attempt, blobs) : undefined;
  if (namesTaskTemplate(texts))
    await blobs.write(joinUri(paths.inputPrefix, "task.pb"), toBinary(TaskTemplateSchema, given.template));
  const values = { key, paths, inputs: inputs ?? create(LiteralMapSchema) };
  return {
    image: overrides?.containerImage || container.image,
    command: container.command.map((text) => renderTemplate(text, values)),
    args: container.args.map((text) => renderTemplate(text, values)),
    // As upstream: a task's own word wins over where its secrets are. A raw container's data is laid out for it: it
    // needs no way to us, and so gets no keys.
    env: new Map([...secrets.env, ...environmentOf(attempt, raw ? new Map() : platformEnv(attempt))]),
    resources: resourcesOf(template, overrides, attempt.platformResources),
    raw,
    inputs: values.inputs,
    secrets: secrets.secrets,
    pod,
  };
}

/** As if the pod's container were the task's own. */
function withContainer(template: TaskTemplate, value: Container): TaskTemplate {
  return create(TaskTemplateSchema, { ...template, target: { case: "container", value } });
}

/** Of an element of an array: its own part of the array's. */
async function readInputs({ paths, subNode }: AttemptSpec, blobs: Blobs): Promise<LiteralMap | undefined> {
  const uri = joinUri(paths.inputPrefix, "inputs.pb");
  const map = await (subNode ? readElement(blobs, uri, subNode) : readLiteralMap(blobs, uri));
  return map && loadOffloaded(blobs, map);
}

function containerOf(template: TaskTemplate): Container {
  if (template.target.case === "container") return template.target.value;
  const kind = template.target.case ?? "nothing to run";
  throw new NoContainer(
    `The task ${template.id?.name ?? ""} of type ${template.type} has no container but ${kind}, which this runner cannot run; give it a container`,
  );
}

function rawPathsOf({ dataConfig }: Container, template: TaskTemplate): RawPaths | undefined {
  if (!dataConfig?.enabled) return undefined;
  const declares = (map: "inputs" | "outputs") => Object.keys(template.interface?.[map]?.variables ?? {}).length > 0;
  return {
    inputPath: declares("inputs") ? toDirectory(dataConfig.inputPath, "/var/flyte/inputs") : undefined,
    // Without outputs, one that is named may still be given futures.pb.
    outputPath:
      declares("outputs") || dataConfig.outputPath !== ""
        ? toDirectory(dataConfig.outputPath, "/var/flyte/outputs")
        : undefined,
    format: dataConfig.format,
  };
}

function toDirectory(path: string, standard: string): string {
  const directory = (path || standard).replace(/\/+$/, "");
  if (directory.startsWith("/") && !directory.split("/").includes("..")) return directory;
  throw new NoContainer(
    `"${path}" cannot hold a container's inputs or outputs; give an absolute path such as ${standard}`,
  );
}
