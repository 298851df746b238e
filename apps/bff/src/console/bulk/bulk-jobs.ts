/**
 * Something done to many executions, one after the other, for whoever asked and went on.
 *
 * A job works an item per turn of the event loop, so that everybody else is answered between. Jobs are of this process:
 * a restart forgets them, and what they had not come to stays undone. Each item is a whole act of its own.
 */
import { randomUUID } from "node:crypto";
import { clone, create } from "@bufbuild/protobuf";
import {
  BulkFailureSchema,
  type BulkJob,
  BulkJobSchema,
  BulkLaunchSchema,
  type StartBulkRequest,
} from "@skein/spec/gen/skein/console/v1/console_pb";
import { Problem } from "@skein/spec/problem";
import { requireActiveScope } from "../../admin/scope.ts";
import type { Scope } from "../../store/database.ts";
import { NotHere } from "../find.ts";
import { actOf, type BulkParts } from "./act.ts";
import { namesIn } from "./targets.ts";

export interface BulkJobs {
  /** A request with the key of a job that is remembered starts nothing; its answer is that job. */
  start(request: StartBulkRequest): BulkJob;
  get(id: string): BulkJob;
  cancel(id: string): BulkJob;
}

/** What of a job is remembered. */
export interface Job {
  readonly key: string;
  readonly scope: Scope;
  readonly view: BulkJob;
  readonly names: readonly string[];
  readonly done: string[];
  readonly failed: string[];
}

/** Older ones are forgotten, unless they go on. */
const MOST_JOBS = 20;
/** Failures, and what was launched. */
const MOST_NAMED = 100;

export function openBulkJobs(parts: BulkParts): BulkJobs {
  const { db, log, now } = parts;
  const jobs = new Map<string, Job>();
  const find = (id: string): Job => {
    const job = jobs.get(id);
    if (!job)
      throw new NotHere(`There is no bulk job ${id}; a restart forgets them, and so do ${MOST_JOBS} later ones`);
    return job;
  };

  async function work({ view, names, done, failed }: Job, act: (name: string) => string | undefined): Promise<void> {
    for (const name of names) {
      if (view.cancelled) break;
      try {
        const launched = act(name);
        done.push(name);
        if (launched !== undefined && view.launched.length < MOST_NAMED)
          view.launched.push(create(BulkLaunchSchema, { name, launched }));
        view.done += 1;
      } catch (reason) {
        if (!(reason instanceof Problem)) log.error("An item of a bulk job failed", { name, cause: reason });
        failed.push(name);
        view.failed += 1;
        const message = reason instanceof Problem ? reason.message : "Something went wrong here; it is in Skein's log";
        if (view.failures.length < MOST_NAMED) view.failures.push(create(BulkFailureSchema, { name, message }));
      }
      await new Promise((resolve) => setImmediate(resolve));
    }
    view.finished = true;
  }

  function forgetOld(): void {
    const over = [...jobs].filter(([, { view }]) => view.finished).slice(0, Math.max(0, jobs.size - MOST_JOBS));
    for (const [id] of over) jobs.delete(id);
  }

  return {
    start(request) {
      const { project, domain, action, reason, idempotencyKey: key } = request;
      const before = key === "" ? undefined : [...jobs.values()].find((job) => job.key === key);
      if (before) return clone(BulkJobSchema, before.view);
      requireActiveScope(db, { project, domain });
      const act = actOf(parts, request);
      const names = namesIn(db, request, find, now());
      const view = create(BulkJobSchema, { id: randomUUID(), action, reason, total: names.length });
      const job: Job = { key, scope: { project, domain }, view, names, done: [], failed: [] };
      jobs.set(view.id, job);
      forgetOld();
      void work(job, act);
      return clone(BulkJobSchema, view);
    },
    get: (id) => clone(BulkJobSchema, find(id).view),
    cancel(id) {
      const { view } = find(id);
      view.cancelled ||= !view.finished;
      return clone(BulkJobSchema, view);
    },
  };
}
