/** The content of one output file as the literal of its declared type. */
import { create } from "@bufbuild/protobuf";
import { type Literal, LiteralSchema } from "@skein/spec/gen/flyteidl/core/literals_pb";
import { type LiteralType, SimpleType } from "@skein/spec/gen/flyteidl/core/types_pb";
import { toLiteral } from "@skein/spec/literal";
import type { LiteralFinding } from "@skein/spec/literal-reader";
import { formatLiteralType } from "@skein/spec/literal-type";
import { assertNever } from "@skein/spec/never";
import { type PlainValue, parsePlainJson } from "@skein/spec/plain-json";
import { Problem } from "@skein/spec/problem";

/** Outputs that cannot be taken; the attempt fails with this code, within the user's retries. */
export class OutputUploadFailed extends Problem {
  readonly kind = "precondition";
}

/** What Go's ParseBool takes. */
const BOOLEANS: Readonly<Record<string, boolean>> = Object.fromEntries([
  ...["1", "t", "T", "TRUE", "true", "True"].map((text) => [text, true]),
  ...["0", "f", "F", "FALSE", "false", "False"].map((text) => [text, false]),
]);

/**
 * Blanks, tabs and newlines around the text do not count; of a blob the text is its path or URI.
 *
 * @throws OutputUploadFailed naming the output, its type, and what stands there instead
 */
export function literalFromText(bytes: Uint8Array, type: LiteralType, name: string): Literal {
  const trimmed = () => decodeText(bytes, name).replace(/^[ \t\r\n]+|[ \t\r\n]+$/g, "");
  switch (type.type.case) {
    case "simple":
      return simpleFromText(type.type.value, bytes, trimmed, type, name);
    case "enumType":
    case "blob":
      return read(trimmed(), type, name);
    case "collectionType":
    case "mapValueType":
    case "unionType":
      return read(parseJson(trimmed(), type, name), type, name);
    case "schema":
    case "structuredDatasetType":
      throw new OutputUploadFailed(
        `The output ${name} is a ${formatLiteralType(type)}, which a raw container cannot write; declare a file or directory`,
      );
    case undefined:
      throw new OutputUploadFailed(`The output ${name} has a type that this version of Skein does not know`);
    default:
      return assertNever(type.type, "literal type");
  }
}

function simpleFromText(
  simple: SimpleType,
  bytes: Uint8Array,
  trimmed: () => string,
  type: LiteralType,
  name: string,
): Literal {
  switch (simple) {
    case SimpleType.NONE:
      return read(null, type, name);
    case SimpleType.BINARY:
      return create(LiteralSchema, {
        value: { case: "scalar", value: { value: { case: "binary", value: { value: bytes, tag: "msgpack" } } } },
      });
    case SimpleType.BOOLEAN: {
      const text = trimmed();
      return read(Object.hasOwn(BOOLEANS, text) ? (BOOLEANS[text] ?? text) : text, type, name);
    }
    case SimpleType.STRUCT:
      return read(parseJson(trimmed(), type, name), type, name);
    case SimpleType.INTEGER:
    case SimpleType.FLOAT:
    case SimpleType.STRING:
    case SimpleType.DATETIME:
    case SimpleType.DURATION:
    case SimpleType.ERROR:
      return read(trimmed(), type, name);
    default:
      return assertNever(simple, "simple type");
  }
}

function read(value: PlainValue, type: LiteralType, name: string): Literal {
  const { literal, findings } = toLiteral(value, type);
  if (literal) return literal;
  throw new OutputUploadFailed(
    `The output ${name} is not ${formatLiteralType(type)}: ${findings.map(toWords).join("; ")}`,
  );
}

function toWords({ path, message, hint }: LiteralFinding): string {
  const at = path.map((part) => (typeof part === "number" ? `[${part}]` : `.${part}`)).join("");
  return `${at ? `at ${at}: ` : ""}${message}${hint ? ` (${hint})` : ""}`;
}

function parseJson(text: string, type: LiteralType, name: string): PlainValue {
  const { value, problem } = parsePlainJson(text);
  if (!problem) return value;
  throw new OutputUploadFailed(
    `The output ${name} is not ${formatLiteralType(type)}: ${problem.message}; a value of this type is written as JSON text`,
  );
}

function decodeText(bytes: Uint8Array, name: string): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch (cause) {
    throw new OutputUploadFailed(`The output ${name} is not UTF-8 text; write it as text, or declare a file`, {
      cause,
    });
  }
}
