/** For tests: processes of ours over a home and a world of containers that outlive them. */
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { create, toBinary } from "@bufbuild/protobuf";
import { draftLaunchPlan } from "@skein/compiler/drafts/draft-launch-plan";
import { closureOf, type WorkflowSketch } from "@skein/compiler/testing/closure";
import { ExecutionMetadata_ExecutionMode } from "@skein/spec/gen/flyteidl/admin/execution_pb";
import { LaunchPlanSpecSchema } from "@skein/spec/gen/flyteidl/admin/launch_plan_pb";
import { CompiledWorkflowClosureSchema } from "@skein/spec/gen/flyteidl/core/compiler_pb";
import { IdentifierSchema, ResourceType } from "@skein/spec/gen/flyteidl/core/identifier_pb";
import { TypedInterfaceSchema } from "@skein/spec/gen/flyteidl/core/interface_pb";
import { type Literal, LiteralSchema } from "@skein/spec/gen/flyteidl/core/literals_pb";
import { SimpleType } from "@skein/spec/gen/flyteidl/core/types_pb";
import { seedProjects } from "../../admin/domains.ts";
import { openLauncher } from "../../admin/launcher.ts";
import { storeLaunchPlan } from "../../admin/store-launch-plan.ts";
import { type Blobs, openBlobs } from "../../blobs/blobs.ts";
import { withKept } from "../../blobs/kept.ts";
import { createLog } from "../../log.ts";
import type { AttemptSpec } from "../../runner/runner.ts";
import { type Script, type ScriptedRunner, type ScriptedWorld, scriptedRunner } from "../../runner/scripted.ts";
import { type Database, openDatabase } from "../../store/database.ts";
import { findExecutionById, insertExecution } from "../../store/executions.ts";
import { openKept } from "../../store/kept-objects.ts";
import { formatRerun, type RerunSets } from "../../store/rerun-sets.ts";
import type { NewExecution } from "../../store/tables.ts";
import { seededDatabase } from "../../store/testing/seeded.ts";
import { insertWorkflow } from "../../store/workflows.ts";
import { type Clock, systemClock } from "../clock.ts";
import { openRunLoop, type RunLoop } from "../loop.ts";
import { openValues, type Values } from "../values.ts";

export function whole(number: number): Literal {
  const value = { case: "integer", value: BigInt(number) } as const;
  return create(LiteralSchema, {
    value: { case: "scalar", value: { value: { case: "primitive", value: { value } } } },
  });
}

const seven = whole(7);
export const succeeds = (): Script => ({ endsAfterMs: 1, outputs: { o: seven } });
export const endless = (): Script => ({ endsAfterMs: undefined });

export const makeFolder = (parent = tmpdir()): string => mkdtempSync(join(parent, "skein-loop-"));

/** Where files cost no disk, if there is such a place. */
export const memoryFolder = (): string => makeFolder(existsSync("/dev/shm") ? "/dev/shm" : tmpdir());

/** A killed process of ours is only cut off: a write it had begun may still end. */
export function removeFolder(folder: string): void {
  rmSync(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 10 });
}

/** One process of ours over a home and a world that outlive it. */
export interface Process {
  readonly db: Database;
  readonly loop: RunLoop;
  readonly runner: ScriptedRunner;
  readonly blobs: Blobs;
  /** What it logged as errors. */
  readonly errors: readonly string[];
  readonly isKilled: boolean;
  kill(): void;
}

/** Files as a process sees them that may be killed: what it had begun then never comes back to it. */
function untilKilled(blobs: Blobs, isKilled: () => boolean): Blobs {
  const guard = <T>(work: Promise<T>): Promise<T> =>
    new Promise((resolve, reject) => {
      work.then(
        (value) => isKilled() || resolve(value),
        (reason: unknown) => isKilled() || reject(reason),
      );
    });
  return {
    ...blobs,
    copy: (from, to) => guard(blobs.copy(from, to)),
    read: (uri, maxBytes) => guard(blobs.read(uri, maxBytes)),
    write: (uri, bytes) => guard(blobs.write(uri, bytes)),
  };
}

export interface ProcessOptions {
  readonly folder: string;
  readonly world: ScriptedWorld;
  readonly script: (attempt: AttemptSpec) => Script;
  /** In place of the files on disk. */
  readonly files?: (stored: Blobs) => Blobs;
  /** In place of the values in them. */
  readonly values?: (stored: Values) => Values;
  readonly clock?: Clock;
}

export async function startProcess(options: ProcessOptions): Promise<Process> {
  const {
    folder,
    world,
    script,
    files = (stored) => stored,
    values = (stored) => stored,
    clock = systemClock,
  } = options;
  const db = openDatabase(join(folder, "skein.db"));
  let isKilled = false;
  const onDisk = files(await openBlobs(join(folder, "blobs")));
  const blobs = untilKilled(withKept(onDisk, openKept(db)), () => isKilled);
  const runner = scriptedRunner({ world, blobs, clock, script });
  const errors: string[] = [];
  const log = createLog("error", (line) => errors.push(line));
  const launcher = openLauncher({
    db,
    executor: { start: (id) => loop.start(id), abort: (id, reason) => loop.abort(id, reason) },
    now: clock.now,
  });
  const loop: RunLoop = openRunLoop({ db, values: values(openValues(blobs)), runner, launcher, clock, log });
  return {
    db,
    loop,
    runner,
    blobs,
    errors,
    get isKilled() {
      return isKilled;
    },
    kill() {
      isKilled = true;
      runner.kill();
      loop.abandon();
      db.close();
    },
  };
}

/** A home with one execution of the sketched workflow, not yet started. */
export const seed = (folder: string, sketch: WorkflowSketch, taskRetries = 0): number =>
  seedClosure(folder, toBinary(CompiledWorkflowClosureSchema, closureOf(sketch, taskRetries)));

/** As `seed`, of any bytes. */
export function seedClosure(folder: string, closure: Uint8Array): number {
  const { db, launch } = seededDatabase(join(folder, "skein.db"));
  const workflowId = db.transaction((change) =>
    insertWorkflow(db, change, {
      project: "p",
      domain: "d",
      name: "w",
      version: "1",
      short_description: "",
      typed_interface: toBinary(TypedInterfaceSchema, create(TypedInterfaceSchema)),
      digest: new Uint8Array(32),
      closure,
      node_count: 1,
      created_at: 1,
    }),
  );
  const id = launch("run", { workflow_id: workflowId });
  db.close();
  return id;
}

/** An execution that recovers another, not yet started. */
export function seedRecovery(db: Database, sourceId: number, sets?: RerunSets, name = "again"): number {
  return seedAnother(db, sourceId, name, {
    mode: ExecutionMetadata_ExecutionMode.RECOVERED,
    source_execution_id: sourceId,
    rerun: formatRerun({ sets }),
  });
}

/** Another execution of the same workflow as the given one, not yet started. */
export function seedAnother(db: Database, id: number, name: string, fields: Partial<NewExecution> = {}): number {
  const row = findExecutionById(db, id);
  if (!row) throw new Error(`There is no execution ${id}`);
  const { id: _, seq: __, ended_at: ___, outputs_uri: ____, ...same } = row;
  return db.transaction((change) =>
    insertExecution(db, change, { ...same, phase: "UNDEFINED", execution_name: name, ...fields }, []),
  );
}

/** Registers the launch plan `p:d:<name>:1`, which the nodes of sketches may launch. */
export function seedLaunchPlan(folder: string, name: string, sketch: WorkflowSketch): void {
  const db = openDatabase(join(folder, "skein.db"));
  seedProjects(db, 0);
  const named = { project: "p", domain: "d", name, version: "1" };
  const closure = closureOf({ ...sketch, name });
  const integer = { type: { type: { case: "simple", value: SimpleType.INTEGER } } } as const;
  const variables = (names: readonly string[] = []) => ({
    variables: Object.fromEntries(names.map((each) => [each, integer])),
  });
  const typed = create(TypedInterfaceSchema, { inputs: variables(sketch.takes), outputs: variables(sketch.outputs) });
  const id = create(IdentifierSchema, { ...named, resourceType: ResourceType.LAUNCH_PLAN });
  const workflowId = create(IdentifierSchema, { ...named, resourceType: ResourceType.WORKFLOW });
  const { launchPlan } = draftLaunchPlan(id, create(LaunchPlanSpecSchema, { workflowId }), typed);
  db.transaction((change) => {
    const row = insertWorkflow(db, change, {
      ...named,
      short_description: "",
      typed_interface: toBinary(TypedInterfaceSchema, typed),
      digest: new Uint8Array(32),
      closure: toBinary(CompiledWorkflowClosureSchema, closure),
      node_count: 1,
      created_at: 1,
    });
    if (launchPlan) storeLaunchPlan(db, change, id, launchPlan, row, 1);
  });
  db.close();
}

export async function until(holds: () => boolean): Promise<void> {
  for (let tries = 0; !holds(); tries += 1) {
    if (tries > 2000) throw new Error("it never came true");
    await new Promise((resolve) => setTimeout(resolve, 1));
  }
}

export const hasEnded = ({ db }: Process, id: number): boolean => findExecutionById(db, id)?.ended_at !== null;
