/** Scalar inputs and outputs of executions as lists search them. */
import { durationMs, timestampDate } from "@bufbuild/protobuf/wkt";
import { formatSpan } from "@skein/spec/execution-filter/moments";
import type { ValueSide } from "@skein/spec/execution-filter/term";
import type { Literal, LiteralMap } from "@skein/spec/gen/flyteidl/core/literals_pb";
import type { Database } from "./database.ts";

const LONGEST = 200;

/** Keeps the scalars among the values; those that are none are not searched for. */
export function saveExecutionValues(
  db: Database,
  executionId: number,
  side: ValueSide,
  { literals }: LiteralMap,
): void {
  for (const [name, literal] of Object.entries(literals)) {
    const text = scalarText(literal);
    if (text === undefined) continue;
    const number = text === "" ? Number.NaN : Number(text);
    db.insertRow(
      "execution_values",
      {
        execution_id: executionId,
        side,
        name,
        text: text.slice(0, LONGEST),
        number: Number.isFinite(number) ? number : null,
      },
      "or ignore",
    );
  }
}

/** A scalar as somebody would write it into the filter; undefined for what is not one value. */
function scalarText({ value: literal }: Literal): string | undefined {
  if (literal.case !== "scalar") return undefined;
  const scalar = literal.value.value;
  switch (scalar.case) {
    case "primitive": {
      const { value } = scalar.value;
      switch (value.case) {
        case "integer":
        case "floatValue":
        case "boolean":
          return String(value.value);
        case "stringValue":
          return value.value;
        case "datetime":
          return timestampDate(value.value).toISOString();
        case "duration":
          return formatSpan(durationMs(value.value));
        default:
          return undefined;
      }
    }
    case "union":
      return scalar.value.value && scalarText(scalar.value.value);
    case "blob":
    case "schema":
    case "structuredDataset":
      return scalar.value.uri;
    default:
      return undefined;
  }
}
