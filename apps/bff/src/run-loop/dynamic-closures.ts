/**
 * Closures of dynamic workflows as the engine and the runner need them: laid out for stepping, tasks by id.
 *
 * Made from the store when first asked for, and kept for as long as somebody works by them: an open scope holds its
 * plan, a plan its templates. Once no scope is open they are gone.
 */
import { fromBinary, toBinary } from "@bufbuild/protobuf";
import { makePlan } from "@skein/engine/make-plan";
import type { Plan, WorkflowPlan } from "@skein/engine/plan";
import type { ClosureRef } from "@skein/engine/run";
import {
  type CompiledTask,
  type CompiledWorkflowClosure,
  CompiledWorkflowClosureSchema,
} from "@skein/spec/gen/flyteidl/core/compiler_pb";
import type { TaskTemplate } from "@skein/spec/gen/flyteidl/core/tasks_pb";
import { formatIdentifier } from "@skein/spec/identifier";
import { countNodes } from "../admin/node-count.ts";
import type { Database } from "../store/database.ts";
import { readDynamicClosure, storeDynamicClosure } from "../store/dynamic-workflows.ts";

/** Identifier text → template. */
export type Templates = ReadonlyMap<string, TaskTemplate>;

export interface DynamicClosures {
  /**
   * Stores a closure and lays it out.
   *
   * @throws UnsupportedNode, InvalidClosure when it cannot be run; then nothing is stored
   */
  keep(closure: CompiledWorkflowClosure): ClosureRef;
  /** Undefined when no such closure is stored. */
  plan(ref: ClosureRef): Plan | undefined;
  templates(ref: ClosureRef): Templates | undefined;
}

interface Prepared {
  readonly plan: Plan;
  readonly templates: Templates;
}

export function openDynamicClosures(db: Database): DynamicClosures {
  const roots = new Map<ClosureRef, WeakRef<WorkflowPlan>>();
  const prepared = new WeakMap<WorkflowPlan, Prepared>();

  function remember(ref: ClosureRef, closure: CompiledWorkflowClosure, plan: Plan): Prepared {
    const made = { plan, templates: templatesOf(closure.tasks) };
    for (const [each, root] of roots) if (!root.deref()) roots.delete(each);
    roots.set(ref, new WeakRef(plan.root));
    prepared.set(plan.root, made);
    return made;
  }

  function find(ref: ClosureRef): Prepared | undefined {
    const root = roots.get(ref)?.deref();
    const known = root && prepared.get(root);
    if (known) return known;
    const bytes = readDynamicClosure(db, ref);
    if (!bytes) return undefined;
    const closure = fromBinary(CompiledWorkflowClosureSchema, bytes);
    return remember(ref, closure, makePlan(closure));
  }

  return {
    keep(closure) {
      const plan = makePlan(closure);
      const ref = storeDynamicClosure(db, toBinary(CompiledWorkflowClosureSchema, closure), countNodes(closure));
      const root = roots.get(ref)?.deref();
      if (!root || !prepared.has(root)) remember(ref, closure, plan);
      return ref;
    },
    plan: (ref) => find(ref)?.plan,
    templates: (ref) => find(ref)?.templates,
  };
}

export function templatesOf(tasks: readonly CompiledTask[]): Templates {
  const templates = new Map<string, TaskTemplate>();
  for (const { template } of tasks) if (template?.id) templates.set(formatIdentifier(template.id), template);
  return templates;
}
