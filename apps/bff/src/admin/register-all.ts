/**
 * Registers a batch all or nothing, or says what doing so would do: one upload is one decision (console.v1 Check, Register).
 *
 * Ids are complete by now: whoever registers has filled in project, domain and version. Drafts are made in drafts.ts.
 */
import { checkIdentifier } from "@skein/compiler/admission";
import { type Diagnostic, diagnostic, hasErrors } from "@skein/spec/diagnostic";
import type { CompiledWorkflowClosure } from "@skein/spec/gen/flyteidl/core/compiler_pb";
import type { Identifier } from "@skein/spec/gen/flyteidl/core/identifier_pb";
import { describeResourceType, formatIdentifier } from "@skein/spec/identifier";
import { resourceTypeOf, type SpecEntity } from "@skein/spec/spec-entity";
import type { Change, Database } from "../store/database.ts";
import { findWorkflow } from "../store/workflows.ts";
import { type Comparison, compareLaunchPlan, compareTask, compareWorkflow } from "./compare-stored.ts";
import { storeLaunchPlan } from "./draft-launch-plan.ts";
import { storeTask } from "./draft-task.ts";
import { storeWorkflow } from "./draft-workflow.ts";
import { type Draft, draftBatch, keyOf } from "./drafts.ts";
import { getWorkflow } from "./lookups.ts";
import { requireActiveScope } from "./scope.ts";

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
export function compareAll(db: Database, entities: readonly SpecEntity[]): EntityOutcome[] {
  return toOutcomes(db, draftAll(db, entities));
}

export interface Registration {
  /** False: nothing was written, and the outcomes say why. */
  readonly registered: boolean;
  readonly outcomes: readonly EntityOutcome[];
}

/** Registers a batch in one transaction, unless one of its entities has errors or is in conflict. */
export function registerAll(db: Database, entities: readonly SpecEntity[], now: number): Registration {
  return db.transaction((change) => {
    const drafts = draftAll(db, entities);
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

function draftAll(db: Database, entities: readonly SpecEntity[]): Draft[] {
  const scopes = new Map(entities.map(({ id }) => [`${id.project}:${id.domain}`, id]));
  for (const scope of scopes.values()) requireActiveScope(db, scope);
  return draftBatch(db, entities);
}

/** Drafts become outcomes in order, because only the first of two with one id can be registered. */
function toOutcomes(db: Database, drafts: readonly Draft[]): EntityOutcome[] {
  const ofBatch = new Set(drafts.map(keyOf));
  const seen = new Set<string>();
  return drafts.map((draft) => {
    const { kind, id } = draft;
    const diagnostics = [...identityFindings(draft, seen), ...findingsOf(db, draft, ofBatch)].map((each) =>
      each.entity === "" ? { ...each, entity: formatIdentifier(id) } : each,
    );
    seen.add(keyOf(draft));
    return {
      kind,
      id,
      comparison: hasErrors(diagnostics) ? undefined : compareDraft(db, draft),
      diagnostics,
      closure: draft.kind === "workflow" ? draft.closure : undefined,
    };
  });
}

function identityFindings(draft: Draft, seen: ReadonlySet<string>): Diagnostic[] {
  const found = checkIdentifier(draft.id, resourceTypeOf[draft.kind]);
  if (!seen.has(keyOf(draft))) return found;
  const word = describeResourceType(resourceTypeOf[draft.kind]);
  const message = `The ${word} ${formatIdentifier(draft.id)} is in this upload more than once`;
  return [...found, diagnostic({ code: "DuplicateEntity", message, hints: [{ text: "Keep one of them" }] })];
}

function findingsOf(db: Database, draft: Draft, ofBatch: ReadonlySet<string>): Diagnostic[] {
  switch (draft.kind) {
    case "task": {
      // The compiler says some things in better words.
      const said = new Set(draft.findings.map((each) => JSON.stringify(each.path)));
      return [...draft.findings, ...draft.refusals.filter((each) => !said.has(JSON.stringify(each.path)))];
    }
    case "workflow":
      if (draft.template) return [...draft.findings];
      return [diagnostic({ code: "MissingField", message: "missing spec" })];
    case "launchPlan": {
      const { workflowId } = draft;
      const isThere =
        workflowId && (ofBatch.has(keyOf({ kind: "workflow", id: workflowId })) || findWorkflow(db, workflowId));
      if (isThere) return [...draft.refusals];
      const message = `Workflow ${formatIdentifier(workflowId)} is neither registered nor in this upload`;
      return [diagnostic({ code: "WorkflowReferenceNotFound", path: ["workflowId"], message })];
    }
  }
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
