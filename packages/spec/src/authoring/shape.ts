/**
 * The building blocks of schema.ts: each shape reads a node of a document into a typed value that still knows its place,
 * and describes itself as JSON Schema. One description, so that completion in an editor and what we accept agree.
 *
 * Reading never stops at the first mistake: what is wrong is reported and left out, the rest is read.
 */
import { findNear } from "../did-you-mean.ts";
import { type DocEntry, type DocMap, type DocNode, type DocScalar, describeNode } from "./document.ts";
import type { Findings } from "./findings.ts";
import type { Span } from "./source-text.ts";

export type JsonSchema = Readonly<Record<string, unknown>>;

/** Where a value stands in the document, for messages: what it is, and the key (or text) that names it. */
export interface Place {
  readonly what: string;
  readonly head: Span;
}

export interface Shape<T> {
  /** The value, or undefined when it cannot be used; then an error was reported. */
  read(node: DocNode, place: Place, findings: Findings): T | undefined;
  /** JSON Schema 2020-12; shapes with a name put themselves into `definitions` and refer to it. */
  describe(definitions: Map<string, JsonSchema>): JsonSchema;
}

/** What a shape reads. */
export type Read<S> = S extends Shape<infer T> ? T : never;

/** A value and its place. */
export interface At<T> {
  readonly value: T;
  readonly node: DocScalar;
}

/** A scalar read as the text it was written with: `1.10` stays `1.10`. */
export function text(schema: JsonSchema = {}): Shape<DocScalar> {
  return {
    read: (node, place, findings) =>
      node.kind === "scalar" && node.value !== null ? node : refuse(node, place, "a text", findings),
    describe: () => ({ type: ["string", "number", "boolean"], ...schema }),
  };
}

/** One of a few words. */
export function word<const W extends string>(words: readonly W[]): Shape<At<W>> {
  return {
    read(node, place, findings) {
      const scalar = text().read(node, place, findings);
      if (!scalar) return undefined;
      const value = words.find((each) => each === scalar.text);
      if (value !== undefined) return { value, node: scalar };
      findings.add({
        code: "InvalidValue",
        message: `${place.what} cannot be ${describeNode(scalar)}; write ${words.join(", ")}`,
        span: scalar,
        data: { expected: words, actual: scalar.text },
        hints: findings.didYouMean(scalar.text, words, scalar),
      });
      return undefined;
    },
    describe: () => ({ enum: words }),
  };
}

/** `true` or `false`. */
export function flag(): Shape<At<boolean>> {
  return {
    read: (node, place, findings) =>
      node.kind === "scalar" && typeof node.value === "boolean"
        ? { value: node.value, node }
        : refuse(node, place, "true or false", findings),
    describe: () => ({ type: "boolean" }),
  };
}

/** A whole number between two bounds, both included. */
export function whole(least: number, most: number): Shape<At<number>> {
  return {
    read(node, place, findings) {
      if (node.kind === "scalar" && typeof node.value === "bigint") {
        const value = Number(node.value);
        if (value >= least && value <= most) return { value, node };
      }
      return refuse(node, place, `a whole number from ${least} to ${most}`, findings);
    },
    describe: () => ({ type: "integer", minimum: least, maximum: most }),
  };
}

/** A number above 0 and at most 1. */
export function ratio(): Shape<At<number>> {
  return {
    read(node, place, findings) {
      const value = node.kind === "scalar" ? node.value : undefined;
      const number = typeof value === "bigint" ? Number(value) : value;
      if (node.kind === "scalar" && typeof number === "number" && number > 0 && number <= 1) {
        return { value: number, node };
      }
      return refuse(node, place, "a number above 0 and at most 1", findings);
    },
    describe: () => ({ type: "number", exclusiveMinimum: 0, maximum: 1 }),
  };
}

/** Any value; read later, by the type it is due for. */
export function anything(schema: JsonSchema = {}): Shape<DocNode> {
  return { read: (node) => node, describe: () => schema };
}

/** A map whose content is somebody else's: a pod spec, a JSON Schema, a plugin's settings. */
export function anyMap(schema: JsonSchema = {}): Shape<DocMap> {
  return {
    read: (node, place, findings) => (node.kind === "map" ? node : refuse(node, place, "a map", findings)),
    describe: () => ({ type: "object", ...schema }),
  };
}

/** A list; items that cannot be used are left out. */
export function list<T>(item: Shape<T>): Shape<T[]> {
  return {
    read(node, place, findings) {
      if (isNothing(node)) return [];
      if (node.kind !== "list") return refuse(node, place, "a list", findings);
      return node.items.flatMap((each, index) => {
        const value = item.read(each, { what: `${place.what}[${index}]`, head: each }, findings);
        return value === undefined ? [] : [value];
      });
    },
    describe: (definitions) => ({ type: "array", items: item.describe(definitions) }),
  };
}

/** A key whose content was left out, or commented out. */
const isNothing = (node: DocNode) => node.kind === "scalar" && node.value === null;

/** One entry of a map with names of the user's choice. */
export interface Named<T> {
  readonly name: string;
  readonly nameSpan: Span;
  readonly value: T;
  readonly node: DocNode;
}

/** A map from names of the user's choice; entries that cannot be used are left out. */
export function named<T>(value: Shape<T>, schema: JsonSchema = {}): Shape<Named<T>[]> {
  return {
    read(node, place, findings) {
      if (isNothing(node)) return [];
      if (node.kind !== "map") return refuse(node, place, "a map of names", findings);
      return node.entries.flatMap((entry) => {
        const place = { what: entry.key, head: entry.keySpan };
        const read = value.read(entry.value, place, findings);
        return read === undefined ? [] : [{ name: entry.key, nameSpan: entry.keySpan, value: read, node: entry.value }];
      });
    },
    describe: (definitions) => ({ type: "object", additionalProperties: value.describe(definitions), ...schema }),
  };
}

export interface Field<T> {
  readonly shape: Shape<T>;
  /** One or two sentences, shown on hover. */
  readonly doc: string;
  readonly required?: boolean;
}

/** What an object reads into: its known fields, and the map they stood in. */
export type Fields<F> = {
  readonly [K in keyof F]?: F[K] extends Field<infer T> ? T : never;
} & { readonly at: DocMap; readonly head: Span };

/** A map with known keys. Unknown ones are errors with a suggestion. */
export function object<F extends Readonly<Record<string, Field<unknown>>>>(
  fields: F,
  schema: JsonSchema = {},
): Shape<Fields<F>> {
  return {
    read(node, place, findings) {
      if (node.kind !== "map") return refuse(node, place, "a map", findings);
      const read: Record<string, unknown> = { at: node, head: place.head };
      for (const entry of node.entries) {
        const field = Object.hasOwn(fields, entry.key) ? fields[entry.key] : undefined;
        if (field) {
          const value = field.shape.read(entry.value, { what: entry.key, head: entry.keySpan }, findings);
          if (value !== undefined) read[entry.key] = value;
        } else {
          reportUnknownKey(entry, place, node, Object.keys(fields), findings);
        }
      }
      for (const [key, field] of Object.entries(fields)) {
        if (!field.required || isWritten(key, node, Object.keys(fields))) continue;
        findings.add({
          code: "ValueRequired",
          message: `${place.what} needs the key "${key}"`,
          span: place.head,
          data: { missing: key },
          hints: [{ text: field.doc }],
        });
      }
      return read as Fields<F>; // each value was read by the shape of its own field
    },
    describe(definitions) {
      const required = Object.keys(fields).filter((key) => fields[key]?.required);
      const properties = Object.entries(fields).map(([key, field]) => [
        key,
        { ...field.shape.describe(definitions), description: field.doc },
      ]);
      return {
        type: "object",
        properties: Object.fromEntries(properties),
        ...(required.length > 0 ? { required } : {}),
        additionalProperties: false,
        ...schema,
      };
    },
  };
}

/** A short form (a scalar) or a long one (a map or list), told apart by what is written. */
export function either<A, B>(short: Shape<A>, long: Shape<B>): Shape<A | B> {
  return {
    read: (node, place, findings) => (node.kind === "scalar" ? short : long).read(node, place, findings),
    describe: (definitions) => ({ anyOf: [short.describe(definitions), long.describe(definitions)] }),
  };
}

/** The same shape read into something else. */
export function mapped<A, B>(
  shape: Shape<A>,
  change: (value: A, place: Place, findings: Findings) => B | undefined,
): Shape<B> {
  return {
    read(node, place, findings) {
      const value = shape.read(node, place, findings);
      return value === undefined ? undefined : change(value, place, findings);
    },
    describe: (definitions) => shape.describe(definitions),
  };
}

/** A shape that stands once in the JSON Schema's `$defs`; `make` is called late, so that it may refer to itself. */
export function defined<T>(name: string, title: string, make: () => Shape<T>): Shape<T> {
  return {
    read: (node, place, findings) => make().read(node, place, findings),
    describe(definitions) {
      if (!definitions.has(name)) {
        definitions.set(name, {}); // holds the place while it describes itself
        definitions.set(name, { title, ...make().describe(definitions) });
      }
      return { $ref: `#/$defs/${name}` };
    },
  };
}

/** Whether a map has the key, or an unknown one that was probably meant to be it: that is reported as unknown. */
export function isWritten(key: string, map: DocMap, known: readonly string[] = []): boolean {
  return map.entries.some(
    (entry) => entry.key === key || (!known.includes(entry.key) && findNear(entry.key, [key]).length > 0),
  );
}

/** Reports that something else is due. */
export function refuse(node: DocNode, place: Place, expected: string, findings: Findings): undefined {
  findings.add({
    code: "WrongKind",
    message: `${place.what} must be ${expected}; this is ${describeNode(node)}`,
    span: node.end > node.start ? node : place.head,
    data: { expected, actual: describeNode(node) },
  });
  return undefined;
}

function reportUnknownKey(entry: DocEntry, place: Place, map: DocMap, known: readonly string[], findings: Findings) {
  const free = known.filter((key) => !map.entries.some((each) => each.key === key));
  const near = findings.didYouMean(entry.key, free, entry.keySpan);
  findings.add({
    code: "UnknownKey",
    message: `"${entry.key}" is not a key of ${place.what.replace(/^The /, "the ")}`,
    span: entry.keySpan,
    data: { key: entry.key, known },
    hints: near.length > 0 ? near : [{ text: `Known keys: ${known.join(", ")}` }],
  });
}
