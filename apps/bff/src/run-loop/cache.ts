/**
 * The cache as commands meet it (execution.md §8): looking results up, keeping them, and having one node at a time make
 * them where the task says so.
 *
 * What is kept is a copy: the files of an execution can be written by whoever has its keys. Nothing here waits: a node
 * that is to wait is told so, and its command carried out once more when the one it waits for is over.
 */
import { create } from "@bufbuild/protobuf";
import { castable, literalType } from "@skein/compiler/castable";
import { singularOutputs } from "@skein/engine/array-plan";
import { type CacheKey, cacheKeyOf } from "@skein/engine/cache-key";
import { isAskingCache } from "@skein/engine/caching";
import type { CacheQuery, Command, SubNodePlace } from "@skein/engine/command";
import type { CacheEntry, CacheOutcome, CacheSource, RunEvent } from "@skein/engine/event";
import { type LiteralMap, LiteralMapSchema } from "@skein/spec/gen/flyteidl/core/literals_pb";
import type { TaskTemplate } from "@skein/spec/gen/flyteidl/core/tasks_pb";
import { sha256 } from "@skein/spec/sha256";
import { cachePrefix } from "../blobs/prefixes.ts";
import type { Log } from "../log.ts";
import { type Artifact, findArtifact, forgetArtifact, saveArtifact } from "../store/cache-artifacts.ts";
import { release, reserve } from "../store/cache-reservations.ts";
import type { Database } from "../store/database.ts";
import { findExecutionById } from "../store/executions.ts";
import type { CacheReservationRow } from "../store/tables.ts";
import type { Clock } from "./clock.ts";
import type { DynamicClosures } from "./dynamic-closures.ts";
import type { LiveRun } from "./live-run.ts";
import type { Values } from "./values.ts";

export type CheckCache = Command & { kind: "checkCache" };
export type WriteCache = Command & { kind: "writeCache" };
type Kept = Pick<RunEvent & { kind: "cacheWritten" }, "status" | "entry">;

export interface Cache {
  /** Undefined when the answer is no longer wanted. */
  check(run: LiveRun, command: CheckCache): Promise<CacheOutcome | undefined>;
  /** Never fails: a result that cannot be kept is reported as such. */
  write(run: LiveRun, command: WriteCache): Promise<Kept>;
  /** What a node, or all nodes of an execution, had reserved is free for others. */
  release(executionId: number, node?: string): void;
}

interface CacheParts {
  readonly db: Database;
  readonly values: Values;
  readonly closures: Pick<DynamicClosures, "templates">;
  readonly clock: Clock;
  readonly log: Log;
  /** Carries a command out once more. */
  readonly retell: (run: LiveRun, command: Command) => void;
}

export function openCache({ db, values, closures, clock, log, retell }: CacheParts): Cache {
  const waiting = new Map<string, [LiveRun, CheckCache][]>();

  function wake(key: CacheKey): void {
    const waiters = waiting.get(textOf(key)) ?? [];
    waiting.delete(textOf(key));
    for (const [run, command] of waiters) retell(run, command);
  }

  /** What there is for the key; where there is nothing and it is to be reserved, who has it. */
  function look(run: LiveRun, { node, isReserving }: CheckCache, key: CacheKey) {
    const kept = findArtifact(db, key);
    if (kept || !isReserving) return { kept, held: undefined };
    const owner = { executionId: run.id, nodeId: node };
    return db.transaction(() => ({ kept: undefined, held: reserve(db, key, owner, clock.now()) }));
  }

  /** The outputs that were kept, unless the task would not have them. */
  async function usable(template: TaskTemplate, { outputs, entry }: Artifact): Promise<LiteralMap | undefined> {
    const map = await values.read(outputs);
    const misfit = map ? misfitOf(template, map) : "its file is gone";
    if (misfit === undefined) return map;
    log.warn("A cached result cannot be used and is forgotten", { artifact: entry.artifactId, why: misfit });
    forgetArtifact(db, outputs);
    return undefined;
  }

  async function keyOf(run: LiveRun, query: CacheQuery): Promise<{ key: CacheKey; template: TaskTemplate }> {
    const templates = query.closure === undefined ? run.templates : closures.templates(query.closure);
    const template = templates?.get(query.task);
    if (!template) throw new Error(`The closure of ${run.workflow} does not hold task ${query.task}`);
    const { subNode } = query;
    const read = subNode ? values.readElement(query.inputs, subNode) : values.read(query.inputs);
    const inputs = (await read) ?? create(LiteralMapSchema);
    const kept = subNode ? ofElement(template, subNode) : template;
    return { key: cacheKeyOf(kept, query.cacheVersion, inputs), template: kept };
  }

  function giveBack(executionId: number, node?: string): void {
    for (const key of release(db, executionId, node)) wake(key);
  }

  return {
    async check(run, command) {
      const { key, template } = await keyOf(run, command);
      for (;;) {
        // The node may have been stopped while files were read: what it reserved then it would never give back.
        if (!isAskingCache(run.run, command.node)) return undefined;
        const { kept, held } = look(run, command, key);
        if (held) {
          waiting.set(textOf(key), [...(waiting.get(textOf(key)) ?? []), [run, command]]);
          return { kind: "held", owner: ownerOf(db, run, held) };
        }
        if (!kept) return { kind: "miss" };
        const outputs = await usable(template, kept);
        if (!outputs) continue;
        await values.write(command.to, outputs);
        giveBack(run.id, command.node);
        return { kind: "hit", entry: kept.entry };
      }
    },

    async write(run, command) {
      let key: CacheKey | undefined;
      try {
        ({ key } = await keyOf(run, command));
        const outputs = await values.read(command.outputs);
        if (!outputs) throw new Error(`There are no outputs at ${command.outputs}`);
        const source = sourceOf(run, command);
        const id = idOf(key, source);
        const copy = `${cachePrefix}/${id}/outputs.pb`;
        await values.write(copy, outputs);
        const { overwrites } = command;
        const made = { entry: { ...key, artifactId: id, source }, outputs: copy };
        const artifactId = saveArtifact(db, made, { overwrites, now: clock.now() });
        return { status: "CACHE_POPULATED", entry: { ...key, artifactId } };
      } catch (cause) {
        const { execution } = run.name;
        log.warn("The outputs of a task could not be kept in the cache", { execution, node: command.node, cause });
        return { status: "CACHE_PUT_FAILURE", ...(key && { entry: key satisfies CacheEntry }) };
      } finally {
        giveBack(run.id, command.node);
      }
    },

    release: giveBack,
  };
}

/** The task as results of one element of an array are kept: its outputs are those of one, its inputs stay lists. */
function ofElement(template: TaskTemplate, shape: SubNodePlace): TaskTemplate {
  if (!shape.isListed || !template.interface?.outputs) return template;
  const known = elementTasks.get(template);
  if (known) return known;
  const outputs = singularOutputs(template.interface.outputs, { ...shape, isPartial: false });
  const made = { ...template, interface: { ...template.interface, outputs } };
  elementTasks.set(template, made);
  return made;
}

/** Many elements run the same task. */
const elementTasks = new WeakMap<TaskTemplate, TaskTemplate>();

/** Why these outputs cannot be the task's; undefined when they can. */
function misfitOf(template: TaskTemplate, { literals }: LiteralMap): string | undefined {
  const declared = Object.entries(template.interface?.outputs?.variables ?? {});
  const stray = Object.keys(literals).find((name) => !declared.some(([each]) => each === name));
  if (stray !== undefined) return `the task has no output ${stray}`;
  for (const [name, { type }] of declared) {
    const literal = Object.hasOwn(literals, name) ? literals[name] : undefined;
    if (!literal) return `it has no output ${name}`;
    const found = literalType(literal);
    if (type && !(found && castable(found, type))) return `output ${name} is of another type`;
  }
  return undefined;
}

function sourceOf({ name }: LiveRun, { node, attempt, task }: WriteCache): CacheSource {
  return { ...name, node, attempt, task };
}

/** The same for a write that is repeated. */
function idOf({ dataset, tag }: CacheKey, source: CacheSource): string {
  return sha256(JSON.stringify([dataset, tag, source])).slice(0, 32);
}

const textOf = ({ dataset: { project, domain, name, version }, tag }: CacheKey): string =>
  JSON.stringify([project, domain, name, version, tag]);

function ownerOf(db: Database, { id }: LiveRun, held: CacheReservationRow): string {
  if (held.execution_id === id) return `node ${held.node_id}`;
  const execution = findExecutionById(db, held.execution_id)?.execution_name ?? "that is gone";
  return `node ${held.node_id} of execution ${execution}`;
}
