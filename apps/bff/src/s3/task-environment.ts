/** The variables by which flytekit in a container finds this process and its objects (admin-api.md §5.5). */
import type { KeyPair } from "./credentials.ts";

export interface TaskEnvironment {
  /** SKEIN_DOCKER_NETWORK. */
  readonly network: string;
  readonly port: number;
  readonly s3Port: number;
  readonly keys: KeyPair;
}

/** Never FLYTE_AWS_ADDRESSING_STYLE: any value of it makes flytekit put the bucket into the host's name. */
export function taskEnvironment({ network, port, s3Port, keys }: TaskEnvironment): ReadonlyMap<string, string> {
  if (network === "none") return new Map();
  const host = network === "host" ? "127.0.0.1" : "host.docker.internal";
  return new Map([
    ["FLYTE_AWS_ENDPOINT", `http://${host}:${s3Port}`],
    ["FLYTE_AWS_ACCESS_KEY_ID", keys.accessKey],
    ["FLYTE_AWS_SECRET_ACCESS_KEY", keys.secret],
    ["FLYTE_PLATFORM_URL", `${host}:${port}`],
    ["FLYTE_PLATFORM_INSECURE", "true"],
    ["AWS_DEFAULT_REGION", "us-east-1"],
    // Else the AWS SDKs look for a cloud's metadata service, and wait for it.
    ["AWS_EC2_METADATA_DISABLED", "true"],
  ]);
}
