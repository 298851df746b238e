/**
 * Under which key the result of a task is kept (execution.md §8): the dataset says which results belong together, the
 * tag which inputs they were made from.
 *
 * Both are upstream's to the byte, so that a datacatalog could be taken over. The task's own version is in neither: its
 * cache version and its interface are. What only describes an interface is left out of it.
 *
 * @see flytepropeller/pkg/controller/nodes/catalog/datacatalog/transformer.go
 * @see flyteplugins/go/tasks/pluginmachinery/catalog/hashing.go HashLiteralMap
 * @see flytepropeller/pkg/compiler/transformers/k8s/utils.go StripInterfaceTypeMetadata
 */
import { create, type DescMessage, type MessageShape, toJson } from "@bufbuild/protobuf";
import { type VariableMap, VariableMapSchema } from "@skein/spec/gen/flyteidl/core/interface_pb";
import {
  type Literal,
  type LiteralMap,
  LiteralMapSchema,
  LiteralSchema,
} from "@skein/spec/gen/flyteidl/core/literals_pb";
import type { TaskTemplate } from "@skein/spec/gen/flyteidl/core/tasks_pb";
import { type LiteralType, LiteralTypeSchema } from "@skein/spec/gen/flyteidl/core/types_pb";
import { objectHash } from "@skein/spec/object-hash";
import { Problem } from "@skein/spec/problem";

export interface CacheKey {
  readonly dataset: Dataset;
  /** `flyte_cached-<hash of the inputs>`. */
  readonly tag: string;
}

/** The identifier of results that can stand for each other; of resource type DATASET. */
export interface Dataset {
  readonly project: string;
  readonly domain: string;
  /** `flyte_task-<name of the task>`. */
  readonly name: string;
  /** `<cache version>-<hash of the inputs' types>-<hash of the outputs' types>`. */
  readonly version: string;
}

/** A cached task without a cache version. */
class CacheVersionMissing extends Problem {
  readonly kind = "invalid";
}

/**
 * The key of what the task makes of these inputs.
 *
 * @param version the cache version of the node, or else of the task
 * @throws CacheVersionMissing when that is blank
 */
export function cacheKeyOf(template: TaskTemplate, version: string, inputs: LiteralMap): CacheKey {
  const { project = "", domain = "", name = "" } = template.id ?? {};
  const trimmed = version.replaceAll(/^ +| +$/g, "");
  if (trimmed === "") throw new CacheVersionMissing(`Task ${name} is cached, but its cache version is empty.`);
  const tag = `flyte_cached-${tagHash(inputs, template.metadata?.cacheIgnoreInputVars ?? [])}`;
  const dataset = { project, domain, name: `flyte_task-${name}`, version: `${trimmed}-${signatureOf(template)}` };
  return { dataset, tag };
}

/** Interfaces do not change, and many nodes run the same task. */
const signatures = new WeakMap<TaskTemplate, string>();

function signatureOf(template: TaskTemplate): string {
  const known = signatures.get(template);
  if (known !== undefined) return known;
  const signature = `${typesHash(template.interface?.inputs)}-${typesHash(template.interface?.outputs)}`;
  signatures.set(template, signature);
  return signature;
}

const signatureLength = 8;

function typesHash(map: VariableMap | undefined): string {
  const variables = Object.entries(map?.variables ?? {}).map(([name, variable]) => {
    const type = variable.type && withoutNotes(variable.type);
    return [name, { ...variable, ...(type && { type }), description: "" }] as const;
  });
  return hashOf(VariableMapSchema, create(VariableMapSchema, { variables: Object.fromEntries(variables) })).slice(
    0,
    signatureLength,
  );
}

/** The type without what is only said about it; an annotation that was made to tell caches apart stays. */
function withoutNotes(given: LiteralType): LiteralType {
  const { metadata: _, annotation, type, ...rest } = given;
  const isPartOfKey =
    annotation?.annotations !== undefined && Object.hasOwn(annotation.annotations, "cache-key-metadata");
  return create(LiteralTypeSchema, { ...rest, ...(isPartOfKey && { annotation }), type: innerWithoutNotes(type) });
}

function innerWithoutNotes(type: LiteralType["type"]): LiteralType["type"] {
  switch (type.case) {
    case "unionType":
      return { case: type.case, value: { ...type.value, variants: type.value.variants.map(withoutNotes) } };
    case "mapValueType":
    case "collectionType":
      return { case: type.case, value: withoutNotes(type.value) };
    case "structuredDatasetType": {
      const columns = type.value.columns.map((column) => ({
        ...column,
        ...(column.literalType && { literalType: withoutNotes(column.literalType) }),
      }));
      return { case: type.case, value: { ...type.value, columns } };
    }
    default:
      return type;
  }
}

function tagHash({ literals }: LiteralMap, ignored: readonly string[]): string {
  const counted = Object.entries(literals).filter(([name]) => !ignored.includes(name));
  return hashOf(LiteralMapSchema, create(LiteralMapSchema, { literals: hashedIn(counted) }));
}

const hashedIn = (literals: readonly (readonly [string, Literal])[]) =>
  Object.fromEntries(literals.map(([name, literal]) => [name, hashed(literal)]));

/** Where a literal brings a hash of its own, that stands for it. */
function hashed(literal: Literal): Literal {
  if (literal.hash !== "") return create(LiteralSchema, { hash: literal.hash });
  const { value } = literal;
  if (value.case === "collection") {
    const literals = value.value.literals.map(hashed);
    return create(LiteralSchema, { value: { case: "collection", value: { literals } } });
  }
  if (value.case === "map") {
    const literals = hashedIn(Object.entries(value.value.literals));
    return create(LiteralSchema, { value: { case: "map", value: { literals } } });
  }
  return literal;
}

/** In URL-safe base64 without padding. */
function hashOf<Desc extends DescMessage>(schema: Desc, message: MessageShape<Desc>): string {
  const text = btoa(String.fromCharCode(...objectHash(toJson(schema, message))));
  return text.replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");
}
