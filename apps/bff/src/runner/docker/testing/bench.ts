/** A home of its own, a runner on the real engine, and one attempt after another: what the engine tests stand on. */
import { execFile } from "node:child_process";
import { randomBytes } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { create, type MessageInitShape } from "@bufbuild/protobuf";
import type { TaskKey } from "@skein/engine/run";
import { LiteralMapSchema } from "@skein/spec/gen/flyteidl/core/literals_pb";
import type { SecretSchema } from "@skein/spec/gen/flyteidl/core/security_pb";
import { type ResourcesSchema, TaskTemplateSchema } from "@skein/spec/gen/flyteidl/core/tasks_pb";
import { fromLiteralMap, toLiteral } from "@skein/spec/literal";
import { parseLiteralType } from "@skein/spec/literal-type";
import type { PlainObject, PlainValue } from "@skein/spec/plain-json";
import Docker from "dockerode";
import { type Blobs, openBlobs } from "../../../blobs/blobs.ts";
import { readLiteralMap, writeLiteralMap } from "../../../blobs/literal-maps.ts";
import { systemClock } from "../../../run-loop/clock.ts";
import { type LogStore, openLogStore } from "../../log-store.ts";
import type { AttemptSpec, Facts, Report, Runner } from "../../runner.ts";
import { openCgroups } from "../cgroups.ts";
import { type DockerRunnerOptions, dockerRunner } from "../docker-runner.ts";
import { containerNameOf } from "../names.ts";

export interface Task {
  readonly image?: string;
  readonly command?: readonly string[];
  readonly args?: readonly string[];
  readonly inputs?: Readonly<Record<string, readonly [type: string, value: PlainValue]>>;
  readonly outputs?: Readonly<Record<string, string>>;
  readonly resources?: MessageInitShape<typeof ResourcesSchema>;
  /** A plain container instead of a raw one. */
  readonly isPlain?: boolean;
  readonly secrets?: readonly MessageInitShape<typeof SecretSchema>[];
}

type Ended = Extract<Report, { kind: "ended" }>;
export type BenchOptions = Partial<Pick<DockerRunnerOptions, "network" | "settings" | "dockerHost" | "sharesFiles">>;

export interface Bench {
  readonly docker: Docker;
  readonly homeId: string;
  readonly home: string;
  readonly key: TaskKey;
  readonly name: string;
  readonly blobs: Blobs;
  readonly reports: readonly Report[];
  logs(): LogStore;
  runner(): Runner;
  /** The attempt's spec, with its inputs written. */
  prepare(task: Task, key?: TaskKey): Promise<AttemptSpec>;
  start(task: Task, key?: TaskKey): Promise<void>;
  run(task: Task): Promise<{ ended: Ended; facts: Facts }>;
  /** The next report of this kind of the attempt, also one that came before. */
  until<Kind extends Report["kind"]>(kind: Kind, key?: TaskKey): Promise<Extract<Report, { kind: Kind }>>;
  untilReason(pattern: RegExp, key?: TaskKey): Promise<void>;
  outputs(): Promise<PlainObject>;
  readBlob(value: PlainValue | undefined): Promise<string | undefined>;
  /** `STREAM text` of every line. */
  log(key?: TaskKey): Promise<string[]>;
  /** The process goes, and another takes its place. */
  restart(options?: BenchOptions): Promise<void>;
  /** Containers of this home, by name. */
  containers(): Promise<string[]>;
  close(): Promise<void>;
}

const IMAGE = "busybox:1.36";

export async function openBench(options: BenchOptions = {}): Promise<Bench> {
  const home = await mkdtemp(join(tmpdir(), "skein-bench-"));
  const homeId = randomBytes(8).toString("hex");
  const blobs = await openBlobs(join(home, "blobs"));
  const key: TaskKey = { project: "p", domain: "d", execution: "x", node: "n0", attempt: 0 };
  const docker = new Docker(options.dockerHost ? { socketPath: options.dockerHost.replace("unix://", "") } : {});
  const reports: Report[] = [];
  const waiting = new Set<() => void>();
  let logs = openLogStore(blobs, "my-s3-bucket");
  let runner = open(options);

  function open(with_: BenchOptions): Runner {
    const made = dockerRunner({
      homeId,
      home,
      network: "none",
      dockerHost: undefined,
      blobs,
      logs,
      clock: systemClock,
      ...with_,
      settings: { retryPausesMs: [50, 50], stopGraceMs: 2_000, ...with_.settings },
    });
    made.onReport((report) => {
      reports.push(report);
      for (const check of waiting) check();
    });
    return made;
  }

  function untilReport<Found extends Report>(isFound: (report: Report) => report is Found): Promise<Found> {
    return new Promise((resolve) => {
      const check = () => {
        const found = reports.find(isFound);
        if (!found) return;
        waiting.delete(check);
        resolve(found);
      };
      waiting.add(check);
      check();
    });
  }

  async function prepare(task: Task, at: TaskKey = key): Promise<AttemptSpec> {
    const prefix = `s3://my-s3-bucket/metadata/${at.project}-${at.domain}-${at.execution}/${at.node}/data`;
    const inputs = Object.entries(task.inputs ?? {}).map(
      ([name, [type, value]]) => [name, literalOf(type, value)] as const,
    );
    await writeLiteralMap(
      blobs,
      `${prefix}/inputs.pb`,
      create(LiteralMapSchema, { literals: Object.fromEntries(inputs) }),
    );
    return {
      key: at,
      template: create(TaskTemplateSchema, {
        id: { project: "p", domain: "d", name: "task", version: "v1" },
        ...(task.secrets && { securityContext: { secrets: [...task.secrets] } }),
        type: task.isPlain ? "container" : "raw-container",
        interface: {
          inputs: { variables: variablesOf(Object.entries(task.inputs ?? {}).map(([name, [type]]) => [name, type])) },
          outputs: { variables: variablesOf(Object.entries(task.outputs ?? {})) },
        },
        target: {
          case: "container",
          value: {
            image: task.image ?? IMAGE,
            command: [...(task.command ?? [])],
            args: [...(task.args ?? [])],
            ...(!task.isPlain && {
              dataConfig: { enabled: true, inputPath: "/var/inputs", outputPath: "/var/outputs" },
            }),
            ...(task.resources && { resources: task.resources }),
          },
        },
      }),
      overrides: undefined,
      paths: {
        inputPrefix: prefix,
        outputPrefix: `${prefix}/${at.attempt}`,
        rawOutputPrefix: `s3://my-s3-bucket/data/${at.execution}-${at.node}-${at.attempt}`,
        previousCheckpoint: undefined,
        taskName: `${at.execution}-${at.node}-${at.attempt}`,
      },
      workflow: "p:d:w",
      interruptible: false,
      platformResources: undefined,
      env: new Map(),
    };
  }

  const bench: Bench = {
    docker,
    homeId,
    home,
    key,
    name: containerNameOf(homeId, key),
    blobs,
    reports,
    logs: () => logs,
    runner: () => runner,
    prepare,
    async start(task, at) {
      runner.start(await prepare(task, at));
    },
    async run(task) {
      await bench.start(task);
      const ended = await bench.until("ended");
      return { ended, facts: ended.facts };
    },
    until: (kind, at = key) =>
      untilReport(
        (report): report is Extract<Report, { kind: typeof kind }> => report.kind === kind && isSame(report.key, at),
      ),
    async untilReason(pattern, at = key) {
      await untilReport(
        (report): report is Extract<Report, { kind: "progress" }> =>
          report.kind === "progress" && isSame(report.key, at) && pattern.test(report.reason),
      );
    },
    async outputs() {
      const ended = await bench.until("ended");
      const uri = ended.verdict.kind === "succeeded" ? ended.verdict.outputs : undefined;
      return fromLiteralMap(uri === undefined ? undefined : await readLiteralMap(blobs, uri));
    },
    async readBlob(value) {
      const uri = typeof value === "object" && value !== null && "uri" in value ? String(value.uri) : "";
      const bytes = await blobs.read(uri);
      return bytes && new TextDecoder().decode(bytes);
    },
    async log(at = key) {
      const { lines } = await logs.range(at, 0, 0);
      return lines.map((line) => `${line.stream} ${line.text}`);
    },
    async restart(next = options) {
      await runner.close();
      reports.splice(0);
      logs = openLogStore(blobs, "my-s3-bucket");
      runner = open(next);
    },
    async containers() {
      const found = await docker.listContainers({ all: true, filters: { label: [`skein.home=${homeId}`] } });
      return found.map((container) => container.Names[0]?.slice(1) ?? container.Id);
    },
    async close() {
      await runner.close();
      for (const name of await bench.containers()) await docker.getContainer(name).remove({ force: true });
      for (const version of ["1", "2"]) {
        const groups = openCgroups({ homeId, driver: "cgroupfs", version, isLocalRoot: process.getuid?.() === 0 });
        for (const name of groups?.list() ?? []) groups?.remove(name);
      }
      await promisify(execFile)("rm", ["-rf", home, `/dev/shm/skein-${homeId}`]);
      await rm(home, { recursive: true, force: true });
    },
  };
  return bench;
}

function isSame(a: TaskKey, b: TaskKey): boolean {
  return a.execution === b.execution && a.node === b.node && a.attempt === b.attempt && a.domain === b.domain;
}

function variablesOf(types: readonly (readonly [name: string, type: string])[]) {
  return Object.fromEntries(types.map(([name, type]) => [name, { type: typeOf(type) }]));
}

function literalOf(type: string, value: PlainValue) {
  const { literal } = toLiteral(value, typeOf(type));
  if (!literal) throw new TypeError(`a test gives ${String(value)} as ${type}`);
  return literal;
}

function typeOf(text: string) {
  const { type } = parseLiteralType(text);
  if (!type) throw new TypeError(`a test names the type ${text}`);
  return type;
}
