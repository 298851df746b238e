/**
 * From what a dynamic task wrote to a closure that is kept (execution.md §4.4): read, compiled with the launch plans it
 * names, stored.
 *
 * The workflow's version comes from what was written, where upstream draws it: compiling it again, after a crash or for
 * another execution, gives the same closure, which is stored once.
 */
import { createHash } from "node:crypto";
import { fromBinary } from "@bufbuild/protobuf";
import { compileDynamic, type DynamicParent, dynamicTemplate } from "@skein/compiler/dynamic";
import { getRequirements } from "@skein/compiler/requirements";
import type { Command } from "@skein/engine/command";
import { buildFailed } from "@skein/engine/dynamic";
import type { RunError } from "@skein/engine/event";
import type { ClosureRef } from "@skein/engine/run";
import type { Diagnostic } from "@skein/spec/diagnostic";
import { type DynamicJobSpec, DynamicJobSpecSchema } from "@skein/spec/gen/flyteidl/core/dynamic_job_pb";
import type { TaskTemplate } from "@skein/spec/gen/flyteidl/core/tasks_pb";
import { Problem } from "@skein/spec/problem";
import { storedEntities } from "../admin/stored-entities.ts";
import type { Database } from "../store/database.ts";
import type { DynamicClosures } from "./dynamic-closures.ts";
import type { LiveRun } from "./live-run.ts";

/** Findings are told up to so many: a mistake in a loop is one mistake. */
const mostFindings = 10;

/** The closure's name, or why the nodes cannot be run. */
export type Compiled = { readonly closure: ClosureRef } | { readonly error: RunError };

/** @param bytes what the task wrote; undefined when it is gone */
export function compileFutures(
  { db, closures }: { readonly db: Database; readonly closures: DynamicClosures },
  { name: { project, domain } }: Pick<LiveRun, "name">,
  command: Command & { kind: "compileFutures" },
  { task, bytes }: { readonly task: TaskTemplate; readonly bytes: Uint8Array | undefined },
): Compiled {
  const { futures, specNodeId } = command;
  const spec = bytes && parseSpec(bytes);
  if (!bytes || !spec) {
    const how = bytes ? "does not hold a whole flyteidl.core.DynamicJobSpec" : "is gone";
    return refused(`${futures} ${how}: write the file to its end before the task ends`);
  }
  const version = createHash("sha256").update(`${command.task} `).update(bytes).digest("hex").slice(0, 10);
  const parent: DynamicParent = { project, domain, nodeId: specNodeId, task, version };
  const { launchPlanIds } = getRequirements(dynamicTemplate(spec, parent), spec.subworkflows);
  const lookup = storedEntities(db);
  const launchPlans = launchPlanIds.flatMap((id) => lookup.launchPlan(id) ?? []);
  const { closure, diagnostics } = compileDynamic(spec, parent, launchPlans, { mode: "flyte-1.16" });
  if (!closure) return refused(`failed to compile the workflow that node ${specNodeId} asks for: ${tell(diagnostics)}`);
  try {
    return { closure: closures.keep(closure) };
  } catch (reason) {
    // A kind of node that cannot be run, ids that cannot be told apart: the user's to change.
    if (reason instanceof Problem) return refused(reason.message);
    throw reason;
  }
}

function parseSpec(bytes: Uint8Array): DynamicJobSpec | undefined {
  try {
    return fromBinary(DynamicJobSpecSchema, bytes);
  } catch {
    return undefined;
  }
}

function tell(diagnostics: readonly Diagnostic[]): string {
  const errors = diagnostics.filter(({ severity }) => severity === "error");
  const told = errors.slice(0, mostFindings).map(({ code, message }) => `${code}: ${message}`);
  const more = errors.length - told.length;
  return [...told, ...(more > 0 ? [`and ${more} more`] : [])].join("\n");
}

const refused = (message: string): Compiled => ({ error: { kind: "USER", code: buildFailed, message } });
