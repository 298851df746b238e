/** For tests: ConsoleService over an in-memory transport, a home on disk, the real run loop and a scripted runner. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { create } from "@bufbuild/protobuf";
import { type Client, Code, ConnectError, createClient, createRouterTransport } from "@connectrpc/connect";
import { ResourceType } from "@skein/spec/gen/flyteidl/core/identifier_pb";
import {
  type Literal,
  type LiteralMap,
  LiteralMapSchema,
  LiteralSchema,
} from "@skein/spec/gen/flyteidl/core/literals_pb";
import { ConsoleService, type ExecutionView, type UploadedFile } from "@skein/spec/gen/skein/console/v1/console_pb";
import { seedProjects } from "../../admin/domains.ts";
import { openLauncher } from "../../admin/launcher.ts";
import { openSignals } from "../../admin/signals.ts";
import { type Blobs, openBlobs } from "../../blobs/blobs.ts";
import { bucket } from "../../blobs/prefixes.ts";
import { createLog } from "../../log.ts";
import { mapErrors } from "../../rpc/error-codes.ts";
import { systemClock } from "../../run-loop/clock.ts";
import { openRunLoop, type RunLoop } from "../../run-loop/loop.ts";
import { openValues } from "../../run-loop/values.ts";
import { type LogStore, openLogStore } from "../../runner/log-store.ts";
import type { AttemptSpec } from "../../runner/runner.ts";
import {
  type Script,
  type ScriptedRunner,
  type ScriptedWorld,
  scriptedRunner,
  scriptedWorld,
} from "../../runner/scripted.ts";
import { openObjects } from "../../s3/objects/objects.ts";
import { type Database, openDatabase } from "../../store/database.ts";
import { openBulkJobs } from "../bulk/bulk-jobs.ts";
import { openDecks } from "../decks.ts";
import { openMergedLogs } from "../logs/merged-logs.ts";
import { statusOf } from "../runner-status.ts";
import { consoleService } from "../service.ts";
import { openUploads } from "../uploads.ts";
import { readableValues } from "../values.ts";
import { openFeeds } from "../watch/feeds.ts";
import { openStreams, type Streams } from "../watch/streams.ts";

export const scope = { project: "flytesnacks", domain: "development" } as const;

export interface ConsoleUnderTest {
  readonly client: Client<typeof ConsoleService>;
  readonly db: Database;
  readonly blobs: Blobs;
  readonly logs: LogStore;
  readonly loop: RunLoop;
  readonly runner: ScriptedRunner;
  readonly world: ScriptedWorld;
  readonly streams: Streams;
  /** Registers authored YAML, which must be right. */
  register(yaml: string): Promise<void>;
  /** Launches the newest version of a workflow. @returns the execution's name */
  launch(workflow: string, inputs?: LiteralMap): Promise<string>;
  view(name: string): Promise<ExecutionView>;
  /** The execution page's view once it has ended. */
  ended(name: string): Promise<ExecutionView>;
  close(): Promise<void>;
}

export async function consoleUnderTest(script: (attempt: AttemptSpec) => Script = succeeds): Promise<ConsoleUnderTest> {
  const folder = mkdtempSync(join(tmpdir(), "skein-console-"));
  const db = openDatabase(join(folder, "skein.db"));
  seedProjects(db, 0);
  const clock = systemClock;
  const blobs = await openBlobs(join(folder, "blobs"));
  const logs = openLogStore(blobs, bucket);
  const log = createLog("error", () => {});
  const world = scriptedWorld();
  const runner = scriptedRunner({ world, blobs, clock, script });
  const stored = openValues(blobs);
  const launcher = openLauncher({
    db,
    executor: { start: (id) => loop.start(id), abort: (id, reason) => loop.abort(id, reason) },
    now: clock.now,
  });
  const loop: RunLoop = openRunLoop({ db, values: stored, runner, launcher, clock, log });
  const values = readableValues(stored, log);
  const status = statusOf(runner, loop);
  const merged = openMergedLogs(db, logs);
  const streams = openStreams(openFeeds({ db, values, logs, merged, runner: status }), clock.now, log);
  const service = consoleService({
    db,
    values,
    logs,
    merged,
    decks: openDecks(db, blobs),
    runner: { ...status, waitOf: runner.waitOf },
    loop,
    launcher,
    signals: openSignals({ db, notify: loop.signal, now: clock.now }),
    uploads: openUploads(db, openObjects(blobs, db), clock.now),
    bulk: openBulkJobs({ db, launcher, now: clock.now, log }),
    streams,
    now: clock.now,
    version: "1.2.3",
    home: folder,
    homeSize: async () => 42,
  });
  const transport = createRouterTransport((router) => router.service(ConsoleService, service), {
    router: { interceptors: [mapErrors] },
  });
  const client = createClient(ConsoleService, transport);
  const view = (name: string) => client.getExecution({ id: { ...scope, name } });
  return {
    client,
    db,
    blobs,
    logs,
    loop,
    runner,
    world,
    streams,
    async register(yaml) {
      const { registered, diagnostics } = await client.register({ ...scope, files: [fileOf("given.yaml", yaml)] });
      if (!registered) throw new Error(`Not registered: ${diagnostics.map((each) => each.message).join("; ")}`);
    },
    async launch(name, inputs) {
      const form = await client.getLaunchForm({ id: workflow(name) });
      const { target } = form;
      const { id } = await client.launch({ ...scope, ...(target ? { target } : {}), ...(inputs ? { inputs } : {}) });
      return id?.name ?? "";
    },
    view,
    async ended(name) {
      await eventually(async () => (await view(name)).execution?.endedAt !== undefined);
      return view(name);
    },
    async close() {
      streams.close();
      runner.kill();
      loop.abandon();
      await logs.closeAll();
      db.close();
      rmSync(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 10 });
    },
  };
}

/** Every output of the task gets a value of its type: 7, or "seven". */
export const succeeds = ({ template }: AttemptSpec): Script => ({
  endsAfterMs: 1,
  outputs: Object.fromEntries(
    Object.entries(template.interface?.outputs?.variables ?? {}).map(([name, { type }]) => [
      name,
      type?.type.case === "simple" && type.type.value === 1 ? int(7) : text("seven"),
    ]),
  ),
});

export const endless = (): Script => ({ endsAfterMs: undefined });

export const failing = (message: string): Script => ({
  endsAfterMs: 1,
  failure: { kind: "failed", retryable: true, error: { code: "Error", message, kind: "USER" } },
});

export const fileOf = (name: string, content: string | Uint8Array): Pick<UploadedFile, "name" | "content"> => ({
  name,
  content: typeof content === "string" ? new TextEncoder().encode(content) : content,
});

const primitive = (value: { case: "integer"; value: bigint } | { case: "stringValue"; value: string }) =>
  create(LiteralSchema, {
    value: { case: "scalar", value: { value: { case: "primitive", value: { value } } } },
  });
export const int = (value: number) => primitive({ case: "integer", value: BigInt(value) });
export const text = (value: string) => primitive({ case: "stringValue", value });

export const literals = (values: Record<string, Literal>): LiteralMap => create(LiteralMapSchema, { literals: values });
/** What sources.ts's greeting needs. */
export const titled = literals({ title: text("skein") });

export const workflow = (name: string, version = "") => ({
  resourceType: ResourceType.WORKFLOW,
  ...scope,
  name,
  version,
});
export const execution = (name: string) => ({ ...scope, name });

/** `<CODE> <message>` of a call that fails. */
export async function refusal(call: Promise<unknown>): Promise<string> {
  const answer = await call.then(
    () => "OK",
    (reason: unknown) => ConnectError.from(reason),
  );
  return answer instanceof ConnectError ? `${Code[answer.code]} ${answer.rawMessage}` : answer;
}

export async function eventually(holds: () => Promise<boolean> | boolean): Promise<void> {
  for (let tries = 0; !(await holds()); tries += 1) {
    if (tries > 1000) throw new Error("it never came true");
    await new Promise((resolve) => setTimeout(resolve, 3));
  }
}
