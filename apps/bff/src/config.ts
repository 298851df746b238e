import { homedir } from "node:os";
import { join, resolve } from "node:path";
import { Problem } from "@skein/spec/problem";

/** Settings, all optional, from the environment: the only reader of process.env. */
export interface Config {
  /** One port for console, Connect, gRPC-Web and gRPC; 0 takes a free one. */
  readonly port: number;
  /** The S3 endpoint; 0 takes a free one. */
  readonly s3Port: number;
  /** Where to listen; the default is loopback, both families. */
  readonly bind: readonly string[];
  /** Database, blobs, logs. */
  readonly home: string;
  /** `skein` (a dedicated bridge), `host`, `none` or the name of an existing network. */
  readonly dockerNetwork: string;
  readonly dockerHost: string | undefined;
  /** Whether schedules make up for the ticks that came while Skein was not running. */
  readonly catchesUp: boolean;
  /** How many levels of executions there may be inside one that launches others. */
  readonly maxNesting: number;
  /** Upstream's class of a plain non-zero exit: the system's error, which has three more attempts (ADR 5). */
  readonly nonZeroExitIsSystem: boolean;
  readonly logLevel: "debug" | "info" | "warn" | "error";
  /** Say that it is ready as one line of JSON, for programs that start us. */
  readonly readyAsJson: boolean;
}

export class InvalidSetting extends Problem {
  readonly kind = "invalid";
}

export function readConfig(env: Readonly<Record<string, string | undefined>>): Config {
  return {
    port: parsePort(env, "SKEIN_PORT", 30080),
    s3Port: parsePort(env, "SKEIN_S3_PORT", 30002),
    bind: parseBind(env.SKEIN_BIND),
    home: resolve(env.SKEIN_HOME || join(homedir(), ".skein")),
    dockerNetwork: env.SKEIN_DOCKER_NETWORK || "skein",
    dockerHost: env.DOCKER_HOST || undefined,
    catchesUp: parseCatchUp(env.SKEIN_CATCH_UP),
    maxNesting: parseNesting(env.SKEIN_MAX_NESTING),
    nonZeroExitIsSystem: parseExit(env.SKEIN_NONZERO_EXIT),
    logLevel: parseLogLevel(env.SKEIN_LOG),
    readyAsJson: env.SKEIN_READY === "json",
  };
}

function parsePort(env: Readonly<Record<string, string | undefined>>, name: string, standard: number): number {
  const text = env[name];
  if (!text) return standard;
  const port = /^\d{1,5}$/.test(text) ? Number(text) : Number.NaN;
  if (!(port <= 65535))
    throw new InvalidSetting(`${name}=${text} is not a port; give a number from 0 to 65535 (0 takes a free one)`);
  return port;
}

/** An empty address would be every address: nobody shall open Skein to the network by a comma too many. */
function parseBind(text: string | undefined): readonly string[] {
  if (!text) return ["127.0.0.1", "::1"];
  const addresses = text.split(",").map((each) => each.trim());
  if (addresses.includes(""))
    throw new InvalidSetting(`SKEIN_BIND=${text} holds an empty address; give addresses such as 127.0.0.1,::1`);
  return addresses;
}

function parseCatchUp(text: string | undefined): boolean {
  if (!text || text === "all") return true;
  if (text === "none") return false;
  throw new InvalidSetting(`SKEIN_CATCH_UP=${text} is not known; give all or none`);
}

function parseExit(text: string | undefined): boolean {
  if (!text || text === "user") return false;
  if (text === "system") return true;
  throw new InvalidSetting(`SKEIN_NONZERO_EXIT=${text} is nobody's error; give user or system`);
}

function parseNesting(text: string | undefined): number {
  if (!text) return 20;
  if (/^[1-9]\d{0,2}$/.test(text)) return Number(text);
  throw new InvalidSetting(`SKEIN_MAX_NESTING=${text} is not a number of levels; give one from 1 to 999`);
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

const settings: readonly (readonly [name: string, standard: string, meaning: string])[] = [
  ["SKEIN_PORT", "30080", "console and API; 0 takes a free port"],
  ["SKEIN_S3_PORT", "30002", "objects, for S3 clients; 0 takes a free port"],
  ["SKEIN_BIND", "127.0.0.1,::1", "addresses to listen on"],
  ["SKEIN_HOME", "~/.skein", "database, objects and logs"],
  ["SKEIN_DOCKER_NETWORK", "skein", "a bridge made for tasks; or host, none, or the name of a network"],
  ["DOCKER_HOST", "the local socket", "where the Docker engine is"],
  ["SKEIN_CATCH_UP", "all", "what schedules missed while Skein was not running: all of it, or none"],
  ["SKEIN_MAX_NESTING", "20", "levels of executions that launch plan nodes may launch inside each other"],
  ["SKEIN_NONZERO_EXIT", "user", "whose error a container's exit code is; system: Flyte's own class, tried again"],
  ["SKEIN_LOG", "info", "debug, info, warn or error"],
  ["SKEIN_READY", "", "json: say that it is ready as one line of JSON"],
];

/** One line per setting, for --help. */
export const describeSettings = (): string =>
  settings
    .map(([name, standard, meaning]) => `  ${name.padEnd(22)} ${meaning}${standard ? ` (${standard})` : ""}`)
    .join("\n");
