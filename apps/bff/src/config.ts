import { homedir } from "node:os";
import { join, resolve } from "node:path";
import { Problem } from "@skein/spec/problem";

/** Settings, all optional, from the environment: the only reader of process.env. */
export interface Config {
  /** One port for console, Connect, gRPC-Web and gRPC; 0 takes a free one. */
  readonly port: number;
  /** The S3 endpoint's port; 0 takes a free one. */
  readonly s3Port: number;
  /** Where to listen; the default is loopback, both families. */
  readonly bind: readonly string[];
  /** Database, blobs, logs. */
  readonly home: string;
  /** `skein` (a dedicated bridge), `host`, `none` or the name of an existing network. */
  readonly dockerNetwork: string;
  readonly dockerHost: string | undefined;
  readonly logLevel: "debug" | "info" | "warn" | "error";
}

export class InvalidSetting extends Problem {
  readonly kind = "invalid";
}

export function readConfig(env: Readonly<Record<string, string | undefined>>): Config {
  return {
    port: parsePort(env, "SKEIN_PORT", 30080),
    s3Port: parsePort(env, "SKEIN_S3_PORT", 30002),
    bind: env.SKEIN_BIND ? env.SKEIN_BIND.split(",") : ["127.0.0.1", "::1"],
    home: resolve(env.SKEIN_HOME || join(homedir(), ".skein")),
    dockerNetwork: env.SKEIN_DOCKER_NETWORK || "skein",
    dockerHost: env.DOCKER_HOST || undefined,
    logLevel: parseLogLevel(env.SKEIN_LOG),
  };
}

function parsePort(env: Readonly<Record<string, string | undefined>>, name: string, standard: number): number {
  const text = env[name];
  if (!text) return standard;
  const port = Number(text);
  if (!Number.isInteger(port) || port < 0 || port > 65535)
    throw new InvalidSetting(`${name}=${text} is not a port; give a number from 0 to 65535 (0 takes a free one)`);
  return port;
}

function parseLogLevel(text: string | undefined): Config["logLevel"] {
  switch (text) {
    case undefined:
    case "":
    case "info":
      return "info";
    case "debug":
    case "warn":
    case "error":
      return text;
    default:
      throw new InvalidSetting(`SKEIN_LOG=${text} is not a level; give debug, info, warn or error`);
  }
}
