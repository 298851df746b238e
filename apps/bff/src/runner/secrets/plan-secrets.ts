/**
 * How a task gets the secrets it asks for: as which variables, as which files (execution.md §5.4).
 *
 * Pure, and without their values: those are read right before a container is made (secret-store.ts) and laid out where
 * only it sees them (secret-box.ts). The names are those flytekit looks for.
 * @see flytepropeller/pkg/webhook/k8s_secrets.go · flytekit/core/context_manager.py SecretsManager
 */
import { type Secret, Secret_MountType } from "@skein/spec/gen/flyteidl/core/security_pb";
import type { TaskTemplate } from "@skein/spec/gen/flyteidl/core/tasks_pb";
import { assertNever } from "@skein/spec/never";
import { Problem } from "@skein/spec/problem";

/** What is asked for cannot be a secret of ours; permanent. */
export class InvalidSecret extends Problem {
  readonly kind = "invalid";
}

export interface PlannedSecret {
  readonly group: string;
  /** Empty: of no version. */
  readonly version: string;
  readonly key: string;
  /** Variables that hold its value. */
  readonly variables: readonly string[];
  /** Files that hold it, below SECRETS_DIR. */
  readonly files: readonly string[];
}

export interface SecretPlan {
  readonly secrets: readonly PlannedSecret[];
  /** Where and how to look for them; no values of theirs. */
  readonly env: ReadonlyMap<string, string>;
}

/** In the container. */
export const SECRETS_DIR = "/etc/flyte/secrets";
const ENV_PREFIX = "_FSEC_";
const VARIABLE = /^[^=\0]+$/;

/** @throws InvalidSecret */
export function planSecrets(template: TaskTemplate): SecretPlan {
  const env = new Map<string, string>();
  const secrets = (template.securityContext?.secrets ?? []).map((secret) => planSecret(secret, env));
  return { secrets, env };
}

function planSecret(secret: Secret, env: Map<string, string>): PlannedSecret {
  const { group, groupVersion: version, key, envVar } = secret;
  if (![group, key, version || "none"].every(isPart))
    throw new InvalidSecret(
      `The task asks for the secret group "${group}", key "${key}"${version && `, version "${version}"`}; a secret has a group and a key, each the name of a file`,
    );
  if (envVar !== "" && !VARIABLE.test(envVar))
    throw new InvalidSecret(
      `"${envVar}" cannot be the name of a variable; the task wants the secret ${group}/${key} in it`,
    );
  const [asVariable, asFile] = formsOf(secret.mountRequirement);
  // A secret of a version is looked for by that too, and by programs that know of none without it.
  const places =
    version === ""
      ? [[group, key]]
      : [
          [group, key],
          [group, version, key],
        ];
  const files = asFile ? places.map((parts) => parts.join("/").toLowerCase()) : [];
  const variables = asVariable ? places.map((parts) => ENV_PREFIX + parts.join("_").toUpperCase()) : [];
  if (asVariable) env.set("FLYTE_SECRETS_ENV_PREFIX", ENV_PREFIX);
  if (asFile) {
    env.set("FLYTE_SECRETS_DEFAULT_DIR", SECRETS_DIR);
    env.set("FLYTE_SECRETS_FILE_PREFIX", "");
  }
  if (envVar !== "" && asFile) env.set(envVar, `${SECRETS_DIR}/${files[0]}`);
  else if (envVar !== "") variables.push(envVar);
  return { group, version, key, variables, files };
}

/** Upstream gives ANY as a file alone; a program that is not made for Flyte finds it in either form. */
function formsOf(requirement: Secret_MountType): readonly [asVariable: boolean, asFile: boolean] {
  switch (requirement) {
    case Secret_MountType.ENV_VAR:
      return [true, false];
    case Secret_MountType.FILE:
      return [false, true];
    case Secret_MountType.ANY:
      return [true, true];
    default:
      return assertNever(requirement, "mount requirement");
  }
}

/** What can be one part of a path, here and in the container. */
function isPart(name: string): boolean {
  return name !== "" && name !== "." && name !== ".." && !/[/\\\0=]/.test(name) && Buffer.byteLength(name) <= 200;
}
