/**
 * Registered entities → a text of the authoring format that reads back as exactly them: concise where the concise form
 * can say it, canonical with the reason where it cannot.
 *
 * The law is kept by trying: the text is read again, and what does not come back equal is written in canonical form.
 * The inverses of the lower-*.ts files are in the lift-*.ts files beside this one.
 */
import type { CompiledWorkflowClosure } from "../../gen/flyteidl/core/compiler_pb.js";
import { identifierKey } from "../../identifier.ts";
import type { SpecEntity } from "../../spec-entity.ts";
import { nothingRegistered, type Registered } from "../registered.ts";
import { entitiesOfClosure, type PlanOfClosure } from "./lift-closure.ts";
import { toJson } from "./lift-difference.ts";
import { describeUnsaid, type Unsaid, writeDocuments } from "./lift-document.ts";
import { liftEntities } from "./lift-entities.ts";
import type { Home } from "./lift-scope.ts";
import { findUnequal } from "./lift-verify.ts";

/** What surrounds the entities. */
export interface LiftOptions {
  /** Where the text will be read for; without it, where the first workflow (or entity) is registered. */
  readonly target?: Home;
  /** Knows what the entities refer to and is not among them; without it, only they are known. */
  readonly registered?: Registered;
}

/** Entities as text. */
export interface Lifted {
  readonly text: string;
  /** One sentence for each entity that is not in concise form: what could not be said. */
  readonly notes: readonly string[];
}

/**
 * Writes entities as one text. Read for the same target, it gives them again, byte for byte, and besides them only what
 * the concise form always adds: a default launch plan for each workflow, and the tasks that `map` and `env` of nodes
 * make. Total: nothing about the entities makes it throw.
 *
 * @param entities their ids are complete; those that others use need not be among them if `registered` knows them
 */
export function lift(entities: readonly SpecEntity[], options: LiftOptions = {}): Lifted {
  const { registered = nothingRegistered } = options;
  const first = entities.find((each) => each.kind === "workflow") ?? entities[0];
  const home = options.target ?? first?.id ?? { project: "", domain: "" };
  const unsaid = new Map<string, Unsaid>();
  const refuse = (refused: ReadonlyMap<string, string>) => {
    for (const entity of entities) {
      const reason = refused.get(identifierKey(entity.id));
      if (reason === undefined) continue;
      const before = unsaid.get(identifierKey(entity.id));
      const isWritable = before === undefined && toJson(entity) !== undefined;
      unsaid.set(identifierKey(entity.id), { entity, reason: before?.reason ?? reason, isWritable });
    }
  };
  // Each round takes at least one entity a form further, so there are at most two for each.
  for (let rounds = 2 * entities.length; ; rounds--) {
    const { pieces, refused, made } = liftEntities(entities, new Set(unsaid.keys()), home, registered);
    if (refused.size > 0 && rounds > 0) {
      refuse(refused);
      continue;
    }
    const inOrder = entities.flatMap((each) => unsaid.get(identifierKey(each.id)) ?? []);
    const text = writeDocuments(pieces, inOrder);
    const written = entities.filter((each) => unsaid.get(identifierKey(each.id))?.isWritable !== false);
    const unequal = findUnequal(written, new Set(unsaid.keys()), made, text, home, registered);
    if (unequal.size === 0 || rounds <= 0) return { text, notes: inOrder.map(describeUnsaid) };
    refuse(unequal);
  }
}

/**
 * Writes a compiled workflow with all it uses: compiling what the text gives makes the same closure.
 *
 * @param plans launch plans of it to write too; its default one gives the defaults of its inputs
 */
export function liftClosure(
  closure: CompiledWorkflowClosure,
  plans: readonly PlanOfClosure[],
  options: LiftOptions = {},
): Lifted {
  const target = options.target ?? closure.primary?.template?.id;
  return lift(entitiesOfClosure(closure, plans), { ...options, ...(target ? { target } : {}) });
}
