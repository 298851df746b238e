/**
 * One document of the concise form: its sections by name, not yet read any further.
 */
import { type DocMap, type DocNode, type DocScalar, findEntry } from "./document.ts";
import type { Findings } from "./findings.ts";
import { fileShape, sectionKeys } from "./schema.ts";
import type { Named } from "./shape.ts";

export type EntityKind = "task" | "workflow" | "launchPlan";

export interface Unit {
  readonly findings: Findings;
  readonly root: DocMap;
  readonly version?: DocScalar;
  readonly entities: Readonly<Record<EntityKind, ReadonlyMap<string, Named<DocNode>>>>;
}

/** Whether a document is of the concise form: it has one of the sections. */
export function isConcise(root: DocNode): boolean {
  return sectionKeys.some((key) => findEntry(root, key) !== undefined);
}

/** Reads the sections. Names that cannot be registered are reported; what they name is left out. */
export function readUnit(root: DocMap, findings: Findings): Unit {
  const start = { start: root.start, end: Math.min(root.end, root.start + 1) };
  const file = fileShape.read(root, { what: "The file", head: start }, findings);
  const byName = (section: readonly Named<DocNode>[] | undefined, what: string) => {
    const named = (section ?? []).filter((each) => isName(each, what, findings));
    return new Map(named.map((each) => [each.name, each]));
  };
  return {
    findings,
    root,
    ...(file?.version ? { version: file.version } : {}),
    entities: {
      task: byName(file?.tasks, "task"),
      workflow: byName(file?.workflows, "workflow"),
      launchPlan: byName(file?.launchPlans, "launch plan"),
    },
  };
}

/** Names are part of `project:domain:name:version` and of addresses. */
export const entityName = /^[A-Za-z0-9_][A-Za-z0-9_.-]{0,254}$/;

function isName({ name, nameSpan }: Named<DocNode>, what: string, findings: Findings): boolean {
  if (entityName.test(name)) return true;
  const better = name
    .replaceAll(/[^A-Za-z0-9_.-]+/g, "_")
    .replace(/^[.-]+/, "")
    .slice(0, 255);
  findings.add({
    code: "InvalidName",
    message: `"${name}" cannot be the name of a ${what}; use letters, digits, _, - and .`,
    span: nameSpan,
    hints: better === "" ? [] : [findings.replacing(nameSpan, better, `Call it ${better}`)],
  });
  return false;
}
