/**
 * Following a promise into a value: `n0.o0["rows"][3].name` (execution.md §3.3; nodes/attr_path_resolver.go).
 *
 * Literal maps and collections are walked first; what is left of the path goes into a dataclass (MessagePack) or a
 * protobuf Struct. Other scalars ignore a rest of the path, as upstream does.
 */
import { create, type JsonObject, type JsonValue } from "@bufbuild/protobuf";
import {
  type Binary,
  type Literal,
  LiteralSchema,
  type Primitive,
  type Scalar,
} from "@skein/spec/gen/flyteidl/core/literals_pb";
import type { PromiseAttribute } from "@skein/spec/gen/flyteidl/core/types_pb";
import { Problem } from "@skein/spec/problem";
import { type Msgpack, readMsgpack } from "./msgpack.ts";
import type { Uri } from "./run.ts";

/** A path that leads nowhere in the value it is applied to. */
export class PromiseAttributeResolveError extends Problem {
  readonly kind = "invalid";
}

/** The literal that was stored apart because of its size; undefined when nothing is stored there. */
export type ReadOffloaded = (uri: Uri) => Literal | undefined;

/**
 * The part of a literal that a path names.
 *
 * @throws PromiseAttributeResolveError saying which step failed and why
 * @throws MalformedMsgpack when a dataclass on the way is damaged
 */
export function resolveAttributePath(
  literal: Literal,
  path: readonly PromiseAttribute[],
  readOffloaded: ReadOffloaded,
): Literal {
  const steps = path.map(toStep);
  let current = loaded(literal, readOffloaded);
  for (let at = 0; at < steps.length; at += 1) {
    const { value } = current;
    const attribute = steps[at] ?? "";
    if (value.case === "map") {
      current = loaded(member(value.value.literals, requireText(attribute, "a map")), readOffloaded);
    } else if (value.case === "collection") {
      const { literals } = value.value;
      current = loaded(element(literals, requireIndex(attribute, "a collection")), readOffloaded);
    } else if (value.case === "scalar") {
      return insideScalar(current, value.value, steps.slice(at));
    } else {
      throw new PromiseAttributeResolveError(`There is no ${show(attribute)} in an empty value.`);
    }
  }
  return current;
}

type Step = string | number;

function toStep({ value }: PromiseAttribute): Step {
  if (value.case === undefined) throw new PromiseAttributeResolveError("A step of the path is empty.");
  return value.value;
}

function loaded(literal: Literal, readOffloaded: ReadOffloaded): Literal {
  if (literal.value.case !== "offloadedMetadata") return literal;
  const { uri } = literal.value.value;
  const found = readOffloaded(uri);
  if (found === undefined) throw new PromiseAttributeResolveError(`The offloaded value ${uri} cannot be read.`);
  return found;
}

function insideScalar(literal: Literal, scalar: Scalar, steps: readonly Step[]): Literal {
  if (scalar.value.case === "binary") return insideBinary(scalar.value.value, steps);
  if (scalar.value.case === "generic") return insideStruct(scalar.value.value, steps);
  return literal;
}

function insideBinary(binary: Binary, steps: readonly Step[]): Literal {
  if (binary.tag !== "msgpack") {
    throw new PromiseAttributeResolveError(
      `A binary value with tag "${binary.tag}" has no attributes; only msgpack has.`,
    );
  }
  let bytes = binary.value;
  for (const attribute of steps) {
    const value = readMsgpack(bytes);
    if (value.kind === "map") {
      const key = requireText(attribute, "a map");
      const entry = value.entries.findLast(([each]) => isText(readMsgpack(each), key));
      if (entry === undefined) throw new PromiseAttributeResolveError(`There is no key ${show(key)}.`);
      bytes = entry[1];
    } else if (value.kind === "list") {
      bytes = element(value.items, requireIndex(attribute, "a list"));
    } else {
      throw new PromiseAttributeResolveError(`There is no ${show(attribute)} in a value that is neither map nor list.`);
    }
  }
  return fromMsgpack(bytes);
}

function isText(value: Msgpack, text: string): boolean {
  return value.kind === "str" && value.value === text;
}

/** Lists become collections of encoded elements (map tasks need that), plain values primitives, the rest stays. */
function fromMsgpack(bytes: Uint8Array): Literal {
  const value = readMsgpack(bytes);
  switch (value.kind) {
    case "list":
      return create(LiteralSchema, {
        value: { case: "collection", value: { literals: value.items.map(binaryLiteral) } },
      });
    case "str":
      return primitive({ case: "stringValue", value: value.value });
    case "bool":
      return primitive({ case: "boolean", value: value.value });
    case "float":
      return primitive({ case: "floatValue", value: value.value });
    case "int":
      if (value.value > 0x7fff_ffff_ffff_ffffn) {
        throw new PromiseAttributeResolveError(`${value.value} does not fit a 64-bit signed integer.`);
      }
      return primitive({ case: "integer", value: value.value });
    case "nil":
    case "bin":
    case "map":
    case "ext":
      return binaryLiteral(bytes);
  }
}

function insideStruct(struct: JsonObject, steps: readonly Step[]): Literal {
  let value: JsonValue = struct;
  for (const attribute of steps) {
    if (Array.isArray(value)) {
      value = element<JsonValue>(value, requireIndex(attribute, "a list"));
    } else if (typeof value === "object" && value !== null) {
      value = member<JsonValue>(value, requireText(attribute, "a struct"));
    } else {
      throw new PromiseAttributeResolveError(
        `There is no ${show(attribute)} in a value that is neither struct nor list.`,
      );
    }
  }
  return fromJson(value);
}

/** A Struct knows one kind of number: a float. */
function fromJson(value: JsonValue): Literal {
  if (Array.isArray(value)) {
    return create(LiteralSchema, { value: { case: "collection", value: { literals: value.map(fromJson) } } });
  }
  if (value === null) return scalarLiteral({ case: "noneType", value: {} });
  if (typeof value === "object") return scalarLiteral({ case: "generic", value });
  if (typeof value === "string") return primitive({ case: "stringValue", value });
  return typeof value === "number" ? primitive({ case: "floatValue", value }) : primitive({ case: "boolean", value });
}

function primitive(value: Primitive["value"]): Literal {
  return create(LiteralSchema, {
    value: { case: "scalar", value: { value: { case: "primitive", value: { value } } } },
  });
}

function scalarLiteral(
  value: { case: "noneType"; value: Record<never, never> } | { case: "generic"; value: JsonObject },
): Literal {
  return create(LiteralSchema, { value: { case: "scalar", value: { value } } });
}

function binaryLiteral(value: Uint8Array): Literal {
  return create(LiteralSchema, {
    value: { case: "scalar", value: { value: { case: "binary", value: { value, tag: "msgpack" } } } },
  });
}

function member<T>(members: { readonly [key: string]: T }, key: string): T {
  const found = Object.hasOwn(members, key) ? members[key] : undefined;
  if (found !== undefined) return found;
  throw new PromiseAttributeResolveError(`There is no key ${show(key)}; there is ${listed(Object.keys(members))}.`);
}

function element<T>(elements: readonly T[], index: number): T {
  const found = index < 0 ? undefined : elements[index];
  if (found !== undefined) return found;
  throw new PromiseAttributeResolveError(`Index ${index} is outside a list of ${elements.length}.`);
}

function requireText(step: Step, what: string): string {
  if (typeof step === "string") return step;
  throw new PromiseAttributeResolveError(`${show(step)} is an index, but the value is ${what}: use a key.`);
}

function requireIndex(step: Step, what: string): number {
  if (typeof step === "number") return step;
  throw new PromiseAttributeResolveError(`${show(step)} is a key, but the value is ${what}: use an index.`);
}

function show(step: Step): string {
  return JSON.stringify(step);
}

function listed(keys: readonly string[]): string {
  if (keys.length === 0) return "none";
  return keys.length > 8 ? `${keys.slice(0, 8).join(", ")} and ${keys.length - 8} more` : keys.join(", ");
}
