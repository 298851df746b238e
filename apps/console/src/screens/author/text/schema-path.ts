/** Walks the JSON Schema of the authoring format along a path of a document. */
import { authoringJsonSchema } from "@skein/spec/authoring/schema";

/** A schema as far as the editor reads it. */
export interface SchemaView {
  readonly title: string;
  readonly description: string;
  /** Kinds of value: "object", "array", "string"… */
  readonly types: readonly string[];
  readonly words: readonly string[];
  readonly examples: readonly string[];
  readonly required: readonly string[];
  readonly properties: ReadonlyMap<string, JsonObject>;
}

type JsonObject = Readonly<Record<string, unknown>>;

let schema: JsonObject | undefined;
const root = (): JsonObject => {
  schema ??= authoringJsonSchema();
  return schema;
};

/** All forms the value at a path may have; empty where the format says nothing of it. */
export function schemasAt(path: readonly (string | number)[]): SchemaView[] {
  let reached: readonly JsonObject[] = alternatives(root());
  for (const step of path) reached = reached.flatMap((each) => stepInto(each, step));
  return reached.map(toView);
}

/** What is said of a key, where its map allows it. */
export function describeKey(path: readonly (string | number)[], key: string): SchemaView | undefined {
  const [first] = schemasAt([...path, key]).filter(({ description }) => description !== "");
  return first;
}

function stepInto(from: JsonObject, step: string | number): JsonObject[] {
  if (typeof step === "number") return isObject(from.items) ? alternatives(from.items) : [];
  const property = isObject(from.properties) ? from.properties[step] : undefined;
  if (isObject(property)) return alternatives(property);
  return isObject(from.additionalProperties) ? alternatives(from.additionalProperties) : [];
}

/** References and `anyOf` resolved; a description that stands beside them is handed down. */
function alternatives(given: JsonObject): JsonObject[] {
  const described = (each: JsonObject) =>
    typeof given.description === "string" ? { ...each, description: given.description } : each;
  if (typeof given.$ref === "string") {
    const name = given.$ref.split("/").at(-1) ?? "";
    const { $defs } = root();
    const target = isObject($defs) ? $defs[name] : undefined;
    return isObject(target) ? alternatives(target).map(described) : [];
  }
  const options = Array.isArray(given.anyOf) ? given.anyOf.filter(isObject) : [];
  // At the root `anyOf` only asks for one of the sections.
  if (options.length === 0 || isObject(given.properties)) return [given];
  return options.flatMap(alternatives).map(described);
}

/** One property as the editor reads it; of several forms, all their kinds. */
export function viewOf(property: JsonObject): SchemaView {
  const forms = alternatives(property).map(toView);
  const [first = toView(property)] = forms;
  return { ...first, types: [...new Set(forms.flatMap(({ types }) => types))] };
}

function toView(given: JsonObject): SchemaView {
  const properties = isObject(given.properties) ? Object.entries(given.properties) : [];
  const type = given.type;
  return {
    title: typeof given.title === "string" ? given.title : "",
    description: typeof given.description === "string" ? given.description : "",
    types: typeof type === "string" ? [type] : strings(type),
    words: strings(given.enum),
    examples: strings(given.examples),
    required: strings(given.required),
    properties: new Map(properties.flatMap(([key, value]) => (isObject(value) ? [[key, value] as const] : []))),
  };
}

const strings = (value: unknown) => (Array.isArray(value) ? value.filter((each) => typeof each === "string") : []);

function isObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
