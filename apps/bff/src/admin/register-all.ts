/**
 * Registers a batch all or nothing, or says what doing so would do: one upload is one decision (console.v1 Check, Register).
 *
 * Ids are complete by now: whoever registers has filled in project, domain and version. Drafts are made by
 * compiler/drafts.
 */

import { findingsOf } from "@skein/compiler/drafts/draft-findings";
import { type Draft, draftBatch } from "@skein/compiler/drafts/drafts";
import type { Mode } from "@skein/compiler/findings";
import { type Diagnostic, hasErrors } from "@skein/spec/diagnostic";
import type { CompiledWorkflowClosure } from "@skein/spec/gen/flyteidl/core/compiler_pb";
import type { Identifier } from "@skein/spec/gen/flyteidl/core/identifier_pb";
import type { SpecEntity } from "@skein/spec/spec-entity";
import type { Change, Database } from "../store/database.ts";
import { findWorkflow } from "../store/workflows.ts";
import { type Comparison, compareLaunchPlan, compareTask, compareWorkflow } from "./compare-stored.ts";
import { getWorkflow } from "./lookups.ts";
import { requireActiveScope } from "./scope.ts";
import { storeLaunchPlan } from "./store-launch-plan.ts";
import { storeTask } from "./store-task.ts";
import { storeWorkflow } from "./store-workflow.ts";
import { storedEntities } from "./stored-entities.ts";

/** What registering one entity would do, or has done. */
export interface EntityOutcome {
  readonly kind: SpecEntity["kind"];
  readonly id: Identifier;
  /** Undefined when it has errors: then nothing is compared. */
  readonly comparison: Comparison | undefined;
  readonly diagnostics: readonly Diagnostic[];
  /** Of a workflow without errors. */
  readonly closure: CompiledWorkflowClosure | undefined;
}

/**
 * Checks a batch without writing.
 *
 * @returns one outcome per entity, in the order given
 * @throws InvalidRequest, ProjectNotActive when a project or domain may not receive anything
 */
export function compareAll(db: Database, entities: readonly SpecEntity[], mode: Mode): EntityOutcome[] {
  return toOutcomes(db, draftAll(db, entities, mode));
}

export interface Registration {
  /** False: nothing was written, and the outcomes say why. */
  readonly registered: boolean;
  readonly outcomes: readonly EntityOutcome[];
}

/** Registers a batch in one transaction, unless one of its entities has errors or is in conflict. */
export function registerAll(db: Database, entities: readonly SpecEntity[], mode: Mode, now: number): Registration {
  return db.transaction((change) => {
    const drafts = draftAll(db, entities, mode);
    const outcomes = toOutcomes(db, drafts);
    const registered = outcomes.every((each) => each.comparison !== undefined && each.comparison.change !== "conflict");
    if (registered) {
      const wanted = drafts.filter((_, index) => outcomes[index]?.comparison?.change !== "same");
      // A launch plan's row refers to its workflow's; tasks and workflows refer to nothing.
      for (const draft of wanted) if (draft.kind !== "launchPlan") store(db, change, draft, now);
      for (const draft of wanted) if (draft.kind === "launchPlan") store(db, change, draft, now);
    }
    return { registered, outcomes };
  });
}

function draftAll(db: Database, entities: readonly SpecEntity[], mode: Mode): Draft[] {
  const scopes = new Map(entities.map(({ id }) => [`${id.project}:${id.domain}`, id]));
  for (const scope of scopes.values()) requireActiveScope(db, scope);
  return draftBatch(entities, storedEntities(db), mode);
}

function toOutcomes(db: Database, drafts: readonly Draft[]): EntityOutcome[] {
  const findings = findingsOf(drafts, (id) => findWorkflow(db, id) !== undefined);
  return drafts.map((draft, index) => {
    const diagnostics = findings[index] ?? [];
    return {
      kind: draft.kind,
      id: draft.id,
      comparison: hasErrors(diagnostics) ? undefined : compareDraft(db, draft),
      diagnostics,
      closure: draft.kind === "workflow" ? draft.closure : undefined,
    };
  });
}

function compareDraft(db: Database, draft: Draft): Comparison | undefined {
  switch (draft.kind) {
    case "task":
      return draft.compiled && compareTask(db, draft.id, draft.compiled);
    case "workflow":
      return draft.closure && compareWorkflow(db, draft.id, draft.closure);
    case "launchPlan":
      return draft.launchPlan && compareLaunchPlan(db, draft.id, draft.launchPlan);
  }
}

function store(db: Database, change: Change, draft: Draft, now: number): void {
  switch (draft.kind) {
    case "task":
      if (draft.compiled) storeTask(db, change, draft, draft.compiled, now);
      break;
    case "workflow":
      if (draft.closure) storeWorkflow(db, change, draft, draft.closure, now);
      break;
    case "launchPlan":
      if (draft.launchPlan && draft.workflowId)
        storeLaunchPlan(db, change, draft.id, draft.launchPlan, getWorkflow(db, draft.workflowId).id, now);
      break;
  }
}
