import { ResourceType } from "@skein/spec/gen/flyteidl/core/identifier_pb";
import {
  CheckedEntity_Change as Change,
  type CheckedEntity,
  type CheckedFile,
  type Diagnostic,
  Diagnostic_Severity as Severity,
} from "@skein/spec/gen/skein/console/v1/console_pb";

/** What a check or a registration found; both answer in the same form. */
export interface Outcome {
  readonly files: readonly CheckedFile[];
  readonly entities: readonly CheckedEntity[];
  readonly diagnostics: readonly Diagnostic[];
}

export interface Tally {
  readonly errors: number;
  readonly warnings: number;
  readonly conflicts: number;
  readonly rejected: number;
  /** New or changed: what Register would write. */
  readonly pending: number;
}

/** The findings that the list of files does not say already. */
export function findingsOf({ files, diagnostics }: Outcome): Diagnostic[] {
  return diagnostics.filter(
    ({ file, message }) =>
      !files.some(({ name, rejected }) => rejected !== "" && name === file && rejected === message),
  );
}

/** How many errors each file has, by its name. */
export function errorsByFile(findings: readonly Diagnostic[]): ReadonlyMap<string, number> {
  const errors = new Map<string, number>();
  for (const { file, severity } of findings)
    if (severity === Severity.ERROR) errors.set(file, (errors.get(file) ?? 0) + 1);
  return errors;
}

export function tallyOf(outcome: Outcome): Tally {
  const { files, entities } = outcome;
  const diagnostics = findingsOf(outcome);
  const count = <T>(list: readonly T[], holds: (each: T) => boolean) => list.filter(holds).length;
  return {
    errors: count(diagnostics, (each) => each.severity === Severity.ERROR),
    warnings: count(diagnostics, (each) => each.severity === Severity.WARNING),
    conflicts: count(entities, (each) => each.change === Change.CONFLICT),
    rejected: count(files, (each) => each.rejected !== ""),
    pending: count(entities, (each) => each.change === Change.NEW || each.change === Change.CHANGED),
  };
}

/** The text that names an entity in the URL. */
export function entityKey({ id }: CheckedEntity): string {
  return `${(ResourceType[id?.resourceType ?? 0] ?? "").toLowerCase()}:${id?.name ?? ""}`;
}

/** The entity to show first: a workflow that has a problem, else the last workflow (the others are parts of it). */
export function chosenEntity(entities: readonly CheckedEntity[], key: string | null): CheckedEntity | undefined {
  const workflows = entities.filter((each) => each.id?.resourceType === ResourceType.WORKFLOW);
  return (
    entities.find((each) => entityKey(each) === key) ??
    workflows.find((each) => each.errors > 0) ??
    workflows.at(-1) ??
    entities[0]
  );
}

/** The entity a finding is about; its text is a name or a whole identifier. */
export function entityOf(entities: readonly CheckedEntity[], { entity }: Diagnostic): CheckedEntity | undefined {
  if (entity === "") return undefined;
  return entities.find(({ id }) => id?.name === entity || entity.split(":").includes(id?.name ?? "\0"));
}

/** "2 errors", "1 conflict": the parts that are not nothing. */
export function countWords(parts: readonly (readonly [number, string])[]): string {
  return parts
    .filter(([count]) => count > 0)
    .map(([count, word]) => `${count} ${word}${count === 1 ? "" : "s"}`)
    .join(", ");
}

/** How many entities: "1 entity", "5 entities". */
export function entityWords(count: number): string {
  return count === 1 ? "1 entity" : `${count} entities`;
}
