/**
 * Are these files right? What registering them would find, without a store: read, lowered, compiled, every finding at
 * its place in the text. The editor's worker and the `check-spec` command ask here; the server asks the same parts.
 */
import type { Registered } from "@skein/spec/authoring/registered";
import type { Diagnostic } from "@skein/spec/diagnostic";
import { type GivenFile, type ReadEntity, type ReadFile, readSpecs, type Target } from "@skein/spec/specs";
import { findingsOf } from "../drafts/draft-findings.ts";
import { type Draft, draftBatch } from "../drafts/drafts.ts";
import { lookupIn } from "../drafts/entity-lookup.ts";
import type { Mode } from "../findings.ts";
import { placeFinding } from "./place-finding.ts";

/** One entity of the files, judged. */
export interface CheckedEntity {
  readonly entity: ReadEntity;
  readonly draft: Draft;
  /** About this entity alone. */
  readonly diagnostics: readonly Diagnostic[];
}

/** Everything the files hold, and everything found. */
export interface CheckedFiles {
  readonly files: readonly ReadFile[];
  /** In registration order. */
  readonly entities: readonly CheckedEntity[];
  /** Of the files, then of the entities; each with its file and, in a text, its range. */
  readonly diagnostics: readonly Diagnostic[];
}

/** Where to, beside what, and how strictly. */
export interface CheckOptions {
  readonly target: Target;
  readonly registered: Registered;
  readonly mode: Mode;
}

/** Checks files that were given together. Never throws, whatever they hold. */
export function checkFiles(files: readonly GivenFile[], { target, registered, mode }: CheckOptions): CheckedFiles {
  const specs = readSpecs(files, target, registered);
  const drafts = draftBatch(specs.entities, lookupIn(registered), mode);
  const findings = findingsOf(drafts, (id) => registered.findWorkflow(id) !== undefined);
  const entities = specs.entities.flatMap((entity, index): CheckedEntity[] => {
    const draft = drafts[index];
    if (!draft) return [];
    return [{ entity, draft, diagnostics: (findings[index] ?? []).map((each) => placeFinding(each, entity)) }];
  });
  const diagnostics = [...specs.diagnostics, ...entities.flatMap((each) => each.diagnostics)];
  return { files: specs.files, entities, diagnostics };
}
