/**
 * The grammar of types, by recursive descent:
 *
 *     type    = postfix { "|" postfix }                    two or more make a union
 *     postfix = primary { "?" | "#" tag }                  T? is T | none
 *     primary = "(" type ")" | simple
 *             | ("file" | "dir") [ "[" format "]" ]
 *             | ("list" | "map") "[" type "]"
 *             | "enum" "[" value { "," value } "]"
 *             | "dataset" [ "[" format "]" ] [ columns ] | "schema" [ columns ] | "struct" [ columns ]
 *             | "union" "[" [ type { "," type } ] "]"      for unions of fewer than two
 *     columns = "{" name ":" type { "," name ":" type } "}"
 *
 * Names, formats, values and tags may be quoted. What is written is what is built: `(A | B) | C` stays nested.
 */
import { create, type MessageInitShape } from "@bufbuild/protobuf";
import { findNear, formatDidYouMean } from "./did-you-mean.ts";
import {
  BlobType_BlobDimensionality,
  type LiteralType,
  LiteralTypeSchema,
  SchemaType_SchemaColumn_SchemaColumnType,
  SimpleType,
} from "./gen/flyteidl/core/types_pb.js";
import { Problem } from "./problem.ts";

/** What is wrong with the text of a type: a stretch of it, in UTF-16 units from 0, and what could stand there. */
export interface TypeProblem {
  readonly offset: number;
  readonly length: number;
  readonly message: string;
  readonly suggestions: readonly string[];
}

/** How deep types may nest; deeper text is refused rather than read until the stack ends. */
export const deepestType = 512;

/** Carries a TypeProblem out of the recursion; `parseLiteralType` turns it into a value. */
export class TypeRefused extends Problem {
  readonly kind = "invalid";
  readonly problem: TypeProblem;

  constructor(problem: TypeProblem) {
    super(problem.message);
    this.problem = problem;
  }
}

const simpleTypes = new Map<string, SimpleType>([
  ["int", SimpleType.INTEGER],
  ["float", SimpleType.FLOAT],
  ["string", SimpleType.STRING],
  ["bool", SimpleType.BOOLEAN],
  ["datetime", SimpleType.DATETIME],
  ["duration", SimpleType.DURATION],
  ["none", SimpleType.NONE],
  ["binary", SimpleType.BINARY],
  ["error", SimpleType.ERROR],
  ["struct", SimpleType.STRUCT],
]);

const words = [...simpleTypes.keys(), "file", "dir", "dataset", "list", "map", "enum", "schema", "union"];

/** What other languages and the protos call these types. */
const foreignWords = new Map<string, string>([
  ["str", "string"],
  ["text", "string"],
  ["integer", "int"],
  ["int64", "int"],
  ["long", "int"],
  ["number", "float"],
  ["double", "float"],
  ["boolean", "bool"],
  ["date", "datetime"],
  ["timestamp", "datetime"],
  ["timedelta", "duration"],
  ["null", "none"],
  ["void", "none"],
  ["nil", "none"],
  ["bytes", "binary"],
  ["dict", "map"],
  ["array", "list"],
  ["object", "struct"],
  ["json", "struct"],
  ["dataclass", "struct"],
  ["any", "struct"],
  ["blob", "file"],
  ["flytefile", "file"],
  ["path", "file"],
  ["folder", "dir"],
  ["directory", "dir"],
  ["flytedirectory", "dir"],
  ["dataframe", "dataset"],
  ["structureddataset", "dataset"],
]);

const schemaColumns = new Map<SimpleType, SchemaType_SchemaColumn_SchemaColumnType>([
  [SimpleType.INTEGER, SchemaType_SchemaColumn_SchemaColumnType.INTEGER],
  [SimpleType.FLOAT, SchemaType_SchemaColumn_SchemaColumnType.FLOAT],
  [SimpleType.STRING, SchemaType_SchemaColumn_SchemaColumnType.STRING],
  [SimpleType.BOOLEAN, SchemaType_SchemaColumn_SchemaColumnType.BOOLEAN],
  [SimpleType.DATETIME, SchemaType_SchemaColumn_SchemaColumnType.DATETIME],
  [SimpleType.DURATION, SchemaType_SchemaColumn_SchemaColumnType.DURATION],
]);

interface Column {
  readonly name: string;
  readonly type: LiteralType;
  readonly at: number;
}

/** Reads the whole text as one type. @throws TypeRefused at the first thing that is not understood */
export function readLiteralType(text: string): LiteralType {
  let at = 0;

  return whole();

  function whole(): LiteralType {
    const type = readType(0);
    if (peek() !== "") refuse(at, text.length - at, `"${clip(text.slice(at))}" was not expected after the type`);
    return type;
  }

  function readType(depth: number): LiteralType {
    if (depth > deepestType) refuse(at, 1, `Types may nest at most ${deepestType} deep`);
    const variants = [readPostfix(depth)];
    while (take("|")) variants.push(readPostfix(depth));
    const [only] = variants;
    return only && variants.length === 1 ? only : make({ case: "unionType", value: { variants } });
  }

  function readPostfix(depth: number): LiteralType {
    let type = readPrimary(depth);
    for (let layers = depth; ; layers++) {
      if (layers > deepestType) refuse(at, 1, `Types may nest at most ${deepestType} deep`);
      if (take("?")) type = make({ case: "unionType", value: { variants: [type, simple(SimpleType.NONE)] } });
      else if (take("#")) readTag(type);
      else return type;
    }
  }

  function readTag(type: LiteralType): void {
    const start = at;
    const tag = readQuoted() ?? match(/[\w.-]+/y) ?? "";
    if (tag === "") refuse(start, 1, 'A tag is due after "#"');
    const dataclassType = type.structure?.dataclassType ?? {};
    type.structure = create(LiteralTypeSchema, { structure: { tag, dataclassType } }).structure;
  }

  function readPrimary(depth: number): LiteralType {
    const start = skip();
    if (take("(")) {
      const type = readType(depth + 1);
      close(")", start);
      return type;
    }
    const word = match(/[A-Za-z_][\w-]*/y);
    if (word === undefined) return refuse(start, 1, `A type is due here, such as int or list[string]${found(start)}`);
    const type = readWord(word, start, depth);
    return type ?? refuse(start, word.length, ...unknownWord(word));
  }

  function readWord(word: string, start: number, depth: number): LiteralType | undefined {
    switch (word) {
      case "list":
        return make({ case: "collectionType", value: readElement(word, depth) });
      case "map":
        return make({ case: "mapValueType", value: readElement(word, depth) });
      case "file":
        return make({
          case: "blob",
          value: { format: readFormat(), dimensionality: BlobType_BlobDimensionality.SINGLE },
        });
      case "dir":
        return make({
          case: "blob",
          value: { format: readFormat(), dimensionality: BlobType_BlobDimensionality.MULTIPART },
        });
      case "enum":
        return make({ case: "enumType", value: { values: readEnumValues(start) } });
      case "union":
        return readUnion(start, depth);
      case "dataset": {
        const format = readFormat();
        const columns = readColumns(depth).map(({ name, type }) => ({ name, literalType: type }));
        return make({ case: "structuredDatasetType", value: { format, columns } });
      }
      case "schema":
        return make({ case: "schema", value: { columns: readColumns(depth).map(schemaColumn) } });
      case "struct": {
        const fields = readColumns(depth).map(({ name, type }) => [name, type] as const);
        const structure = fields.length > 0 ? { dataclassType: Object.fromEntries(fields) } : undefined;
        return make({ case: "simple", value: SimpleType.STRUCT }, structure);
      }
      default: {
        const type = simpleTypes.get(word);
        if (type === undefined) return undefined;
        if (text.startsWith("[]", at)) {
          refuse(start, at + 2 - start, `Write a list as list[${word}]`, [`list[${word}]`]);
        }
        if (peek() === "[" || peek() === "{") refuse(at, 1, `${word} takes nothing in brackets`);
        return simple(type);
      }
    }
  }

  function readElement(word: string, depth: number): LiteralType {
    const start = skip();
    if (peek() === "<" || peek() === "(") refuse(start, 1, `${word} takes its element type in square brackets`, ["["]);
    if (!take("[")) refuse(start, 1, `${word} needs an element type, such as ${word}[string]`);
    const type = readType(depth + 1);
    if (word === "map" && peek() === ",") {
      refuse(at, 1, "Keys of a map are always strings; write only the type of its values, such as map[int]");
    }
    close("]", start);
    return type;
  }

  function readFormat(): string {
    const start = skip();
    if (!take("[")) return "";
    const format = readLabel("a format such as csv", /[^\s,[\]{}"']+/y);
    close("]", start);
    return format;
  }

  function readEnumValues(start: number): string[] {
    if (!take("[")) refuse(start, 4, "enum needs its values, such as enum[red, green]");
    const values: string[] = [];
    do {
      const valueAt = skip();
      const value = readLabel("a value of the enum", /[^\s,[\]{}"'](?:[^,[\]{}"\n]*[^\s,[\]{}"])?/y);
      if (values.includes(value)) refuse(valueAt, at - valueAt, `${JSON.stringify(value)} is in the enum already`);
      values.push(value);
    } while (take(","));
    close("]", start + 4);
    return values;
  }

  function readUnion(start: number, depth: number): LiteralType {
    if (!take("[")) refuse(start, 5, 'Write a union with "|", such as int | string');
    const variants: LiteralType[] = [];
    if (peek() !== "]")
      do variants.push(readType(depth + 1));
      while (take(","));
    close("]", start + 5);
    return make({ case: "unionType", value: { variants } });
  }

  function readColumns(depth: number): Column[] {
    const start = skip();
    if (!take("{")) return [];
    const columns: Column[] = [];
    do {
      const nameAt = skip();
      const name = readLabel("a name and a type, such as id: int", /[^\s,:[\]{}"'](?:[^,:[\]{}"\n]*[^\s,:[\]{}"])?/y);
      if (columns.some((each) => each.name === name)) {
        refuse(nameAt, at - nameAt, `${JSON.stringify(name)} is there already`);
      }
      if (!take(":")) refuse(at, 1, `The type of ${JSON.stringify(name)} is due after a colon${found(at)}`);
      const typeAt = skip();
      columns.push({ name, type: readType(depth + 1), at: typeAt });
    } while (take(","));
    close("}", start);
    return columns;
  }

  function schemaColumn({ name, type, at: typeAt }: Column) {
    const column = type.type.case === "simple" ? schemaColumns.get(type.type.value) : undefined;
    if (column === undefined) {
      return refuse(typeAt, 1, `A schema column is int, float, string, bool, datetime or duration, not this`);
    }
    return { name, type: column };
  }

  function readLabel(what: string, bare: RegExp): string {
    const start = skip();
    return readQuoted() ?? match(bare) ?? refuse(start, 1, `${what} is due here${found(start)}`);
  }

  function readQuoted(): string | undefined {
    const start = skip();
    const quoted = match(/"(?:[^"\\]|\\.)*"|'[^']*'/sy);
    if (quoted === undefined) return undefined;
    if (quoted.startsWith("'")) return quoted.slice(1, -1);
    try {
      return String(JSON.parse(quoted));
    } catch {
      return refuse(start, quoted.length, `${clip(quoted)} is not a well-formed quoted text`);
    }
  }

  function close(bracket: string, openedAt: number): void {
    if (take(bracket)) return;
    refuse(at, 1, `"${bracket}" is due here, to close what opens at ${openedAt + 1}${found(at)}`);
  }

  function skip(): number {
    while (/\s/.test(text.charAt(at))) at++;
    return at;
  }

  function peek(): string {
    return text.charAt(skip());
  }

  function take(character: string): boolean {
    if (peek() !== character) return false;
    at++;
    return true;
  }

  function match(pattern: RegExp): string | undefined {
    pattern.lastIndex = at;
    const [matched] = pattern.exec(text) ?? [];
    if (matched === undefined) return undefined;
    at += matched.length;
    return matched;
  }

  function found(start: number): string {
    return start >= text.length ? ", but the text ends" : `, not "${clip(text.slice(start))}"`;
  }
}

function unknownWord(word: string): [message: string, suggestions: readonly string[]] {
  const lower = word.toLowerCase();
  if (lower === "optional") return ['Write an optional type with "?", such as int?', []];
  const meant = foreignWords.get(lower) ?? (words.includes(lower) ? lower : undefined);
  const suggestions = meant ? [meant] : findNear(word, words);
  return [`"${word}" is not a type.${formatDidYouMean(suggestions)}`, suggestions];
}

function refuse(offset: number, length: number, message: string, suggestions: readonly string[] = []): never {
  throw new TypeRefused({ offset, length, message, suggestions });
}

function clip(text: string): string {
  return text.length > 20 ? `${text.slice(0, 20)}…` : text;
}

function simple(value: SimpleType): LiteralType {
  return make({ case: "simple", value });
}

function make(
  type: NonNullable<MessageInitShape<typeof LiteralTypeSchema>["type"]>,
  structure?: { dataclassType: Record<string, LiteralType> },
): LiteralType {
  return structure ? create(LiteralTypeSchema, { type, structure }) : create(LiteralTypeSchema, { type });
}
