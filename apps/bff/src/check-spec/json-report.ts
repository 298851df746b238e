import type { CheckedFiles } from "@skein/compiler/check/check-files";
import { formatIdentifier } from "@skein/spec/identifier";

/** Everything found, as one JSON document for programs: files, entities and diagnostics with their ranges. */
export function jsonReport({ files, entities, diagnostics }: CheckedFiles): string {
  const report = {
    errors: diagnostics.filter((each) => each.severity === "error").length,
    warnings: diagnostics.filter((each) => each.severity === "warning").length,
    files: files.map(({ name, archive, format, rejected }) => ({ name, archive, format, rejected })),
    entities: entities.map(({ entity }) => ({ kind: entity.kind, id: formatIdentifier(entity.id), file: entity.file })),
    diagnostics,
  };
  return `${JSON.stringify(report, exact, 2)}\n`;
}

/** JSON has no bigint; a fact that is one is printed as its digits. */
const exact = (_key: string, value: unknown): unknown => (typeof value === "bigint" ? value.toString() : value);
