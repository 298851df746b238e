/** Lifts what a text lowers to, and lowers it again, in tests of lifting. */
import { expect } from "vitest";
import { type Diagnostic, hasErrors } from "../../diagnostic.ts";
import { identifierKey } from "../../identifier.ts";
import type { SpecEntity } from "../../spec-entity.ts";
import { bytesOf } from "../../specs.ts";
import { type LiftOptions, lift } from "../lift/lift.ts";
import { readText } from "./read-text.ts";

/** Every entity by its key, as bytes in hexadecimal: equal exactly where the entities are. */
export function contentOf(entities: readonly SpecEntity[]): Record<string, string> {
  return Object.fromEntries(
    entities.map((each) => [identifierKey(each.id), Buffer.from(bytesOf(each)).toString("hex")]).sort(),
  );
}

/** What a text says, lifted; and what the lifted text says. `text` must be without errors. */
export function liftText(text: string, options: LiftOptions = {}) {
  const { entities, diagnostics } = readText(text);
  if (hasErrors(diagnostics)) throw new Error(`${formatAll(diagnostics)}\n${text}`);
  const lifted = lift(entities, options);
  const again = readText(lifted.text, options.registered ? { registered: options.registered } : {});
  return { ...lifted, entities, again };
}

/** Expects that a text without errors lifts to a concise one that says the same. */
export function expectLaw(text: string): void {
  const { notes, entities, again, text: lifted } = liftText(text);
  try {
    expect(notes).toEqual([]);
    expect(again.diagnostics).toEqual([]);
    expect(contentOf(again.entities)).toEqual(contentOf(entities));
  } catch (reason) {
    throw new Error(`${text}\n\nlifts to\n\n${lifted}`, { cause: reason });
  }
}

const formatAll = (diagnostics: readonly Diagnostic[]) => diagnostics.map((each) => each.message).join("\n");
