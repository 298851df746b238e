/**
 * TaskSpec → a task of the concise form. What has no key is found when the text is read back and compared.
 */
import type { TaskSpec } from "../../gen/flyteidl/admin/task_pb.js";
import { type Secret, Secret_MountType, type SecurityContext } from "../../gen/flyteidl/core/security_pb.js";
import {
  type Container,
  type DataLoadingConfig,
  DataLoadingConfig_LiteralMapFormat,
  type TaskTemplate,
} from "../../gen/flyteidl/core/tasks_pb.js";
import { dataFormats, inputPath, outputPath } from "../lower-task.ts";
import { liftJson } from "./lift-literal.ts";
import { liftDescription, liftTaskMetadata } from "./lift-metadata.ts";
import { NotSayable } from "./lift-not-sayable.ts";
import { liftResources } from "./lift-resources.ts";
import { liftVariables } from "./lift-type.ts";
import { compact, type Fields, fields, unlessEmpty, type Written } from "./lift-written.ts";

/** @throws NotSayable where the form has no words for it */
export function liftTask({ template, description }: TaskSpec): Fields {
  if (!template) throw new NotSayable("it has no template");
  const { type, target, custom, securityContext } = template;
  const { script, env, ...container } = target.case === "container" ? liftContainer(target.value) : {};
  const pod = target.case === "k8sPod" ? target.value : undefined;
  if (target.case === "sql") throw new NotSayable("it is an SQL statement");
  if (pod && !pod.podSpec) throw new NotSayable("its pod has no spec");
  return fields({
    description: liftDescription(description),
    type: type === "raw-container" && target.case ? undefined : type,
    image: target.case === "container" ? target.value.image : undefined,
    inputs: liftVariables(template.interface?.inputs),
    outputs: liftVariables(template.interface?.outputs),
    ...container,
    env,
    resources: target.case === "container" ? liftResources(target.value.resources) : undefined,
    ...liftTaskMetadata(template.metadata),
    secrets: securityContext && liftSecrets(securityContext),
    dataFormat: liftDataFormat(template),
    custom: custom && liftJson(custom),
    pod: pod?.podSpec && liftJson(pod.podSpec),
    script,
  });
}

type Command = Readonly<Partial<Record<"command" | "args" | "env" | "script", Written | undefined>>>;

function liftContainer({ command, args, env }: Container): Command {
  const pairs = env.map(({ key, value }) => [key, value] as const);
  const given = args.length === 0 && isShell(command) ? withoutPaths(pairs) : undefined;
  if (given) return { script: command[2], env: writeEnv(given) };
  return {
    command: command.length > 0 ? compact(command) : undefined,
    args: args.length > 0 ? compact(args) : undefined,
    env: writeEnv(pairs),
  };
}

function isShell(command: readonly string[]): boolean {
  return command.length === 3 && command[0] === "sh" && command[1] === "-euc";
}

type Variables = readonly (readonly [name: string, value: string])[];

/** The variables without those that a script is given by lowering; undefined where it would be given others. */
function withoutPaths(env: Variables): Variables | undefined {
  const isLast = (variables: Variables, name: string, path: string) => {
    const last = variables.at(-1);
    return last?.[0] === name && last[1] === path;
  };
  let rest = env;
  for (const [name, path] of [
    ["OUTPUTS", outputPath],
    ["INPUTS", inputPath],
  ] as const) {
    if (isLast(rest, name, path)) rest = rest.slice(0, -1);
    else if (!env.some((each) => each[0] === name)) return undefined;
  }
  return rest;
}

function writeEnv(env: Variables): Written | undefined {
  const map = unlessEmpty(new Map(env));
  if (map && map.size < env.length) throw new NotSayable("its container sets an environment variable twice");
  return map && compact(map);
}

function liftSecrets({ secrets }: SecurityContext): Written {
  return secrets.map((secret) => compact(fields({ group: secret.group, key: secret.key, ...liftMount(secret) })));
}

function liftMount({ mountRequirement, envVar }: Secret): { env?: string; file?: string } {
  if (mountRequirement === Secret_MountType.ENV_VAR) return { env: envVar };
  return mountRequirement === Secret_MountType.FILE ? { file: envVar } : {};
}

function liftDataFormat({ target }: TaskTemplate): string | undefined {
  const config: DataLoadingConfig | undefined =
    target.case === "container" || target.case === "k8sPod" ? target.value.dataConfig : undefined;
  if (!config || config.format === DataLoadingConfig_LiteralMapFormat.JSON) return undefined;
  return Object.entries(dataFormats).find(([, format]) => format === config.format)?.[0];
}
