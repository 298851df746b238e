/** What an upload's check says of files, entities and findings. */
import { create, type MessageInitShape } from "@bufbuild/protobuf";
import { graphOf } from "@skein/compiler/drawing/draw-graph";
import type { Diagnostic, Range } from "@skein/spec/diagnostic";
import type { Identifier } from "@skein/spec/gen/flyteidl/core/identifier_pb";
import type { TypedInterface } from "@skein/spec/gen/flyteidl/core/interface_pb";
import {
  CheckedEntity_Change as Change,
  type CheckedEntity,
  CheckedEntitySchema,
  type CheckedFile,
  CheckedFileSchema,
  type Diagnostic as DiagnosticMessage,
  DiagnosticSchema,
  CheckedFile_Format as Format,
  type RangeSchema,
  Diagnostic_Severity as Severity,
} from "@skein/spec/gen/skein/console/v1/console_pb";
import type { ReadEntity, ReadFile } from "@skein/spec/specs";
import type { EntityOutcome } from "../../admin/register-all.ts";

/** Lines longer than this are cut where they are shown. */
const MAX_LINE = 400;

const changes = {
  new: Change.NEW,
  same: Change.SAME,
  changed: Change.CHANGED,
  conflict: Change.CONFLICT,
} as const;

const formats = {
  concise: Format.CONCISE,
  canonical: Format.CANONICAL,
  protobuf: Format.PROTOBUF,
  archive: Format.ARCHIVE,
  code: Format.CODE,
  unknown: Format.FORMAT_UNSPECIFIED,
} as const satisfies Record<ReadFile["format"], Format>;

const severities = {
  error: Severity.ERROR,
  warning: Severity.WARNING,
  info: Severity.INFO,
} as const satisfies Record<Diagnostic["severity"], Severity>;

export const checkedFile = (file: ReadFile): CheckedFile =>
  create(CheckedFileSchema, {
    name: file.name,
    sizeBytes: BigInt(file.sizeBytes),
    format: formats[file.format],
    rejected: file.rejected ?? "",
    archive: file.archive ?? "",
    entities: file.entities,
  });

export function checkedEntity(
  entity: ReadEntity,
  outcome: EntityOutcome | undefined,
  findings: readonly Diagnostic[],
  launchPlan: Identifier | undefined,
): CheckedEntity {
  const comparison = outcome?.comparison;
  return create(CheckedEntitySchema, {
    id: entity.id,
    change: comparison ? changes[comparison.change] : Change.CHANGE_UNSPECIFIED,
    file: entity.file,
    errors: findings.filter((each) => each.severity === "error").length,
    warnings: findings.filter((each) => each.severity === "warning").length,
    ...interfaceOf(entity),
    ...(outcome?.closure ? { graph: graphOf(outcome.closure) } : {}),
    differences: (comparison?.differences ?? []).map((each) =>
      [each.path, each.old === undefined ? "" : `− ${each.old}`, each.new === undefined ? "" : `+ ${each.new}`]
        .filter((part) => part !== "")
        .join("  "),
    ),
    ...(entity.range ? { range: toRange(entity.range) } : {}),
    ...(launchPlan ? { launchPlan } : {}),
  });
}

function interfaceOf(entity: ReadEntity): { interface?: TypedInterface } {
  const found = entity.kind === "launchPlan" ? undefined : entity.spec.template?.interface;
  return found ? { interface: found } : {};
}

/** The lines of the text that was given, by file. */
type SourceLines = (file: string, line: number) => string;

export function sourceLinesOf(files: readonly ReadFile[]): SourceLines {
  const split = new Map<string, readonly string[]>();
  return (name, line) => {
    let lines = split.get(name);
    if (!lines) {
      lines = files.find((each) => each.name === name)?.text?.split(/\r\n|\r|\n/) ?? [];
      split.set(name, lines);
    }
    return lines[line - 1]?.slice(0, MAX_LINE) ?? "";
  };
}

export const toDiagnosticMessage = (found: Diagnostic, lines: SourceLines): DiagnosticMessage =>
  create(DiagnosticSchema, {
    code: found.code,
    severity: severities[found.severity],
    file: found.file ?? "",
    ...(found.range ? { range: toRange(found.range) } : {}),
    message: found.message,
    hints: found.hints.map((hint) => hint.text),
    entity: found.entity,
    nodeId: found.nodeId,
    path: found.path.join("."),
    sourceLine: found.range ? lines(found.file ?? "", found.range.start.line) : "",
  });

const toRange = ({ start, end }: Range): MessageInitShape<typeof RangeSchema> => ({
  start: { ...start },
  end: { ...end },
});
