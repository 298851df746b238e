/** Values that were stored apart because of their size (core.LiteralOffloadedMetadata), where they have to be seen whole. */
import { create } from "@bufbuild/protobuf";
import type { Uri } from "@skein/engine/run";
import {
  type Literal,
  LiteralCollectionSchema,
  type LiteralMap,
  LiteralMapSchema,
  LiteralSchema,
} from "@skein/spec/gen/flyteidl/core/literals_pb";
import type { Blobs } from "./blobs.ts";
import { MalformedBlob, readLiteral } from "./literal-maps.ts";
import { InvalidBlobUri } from "./uri.ts";

/** Undefined when it cannot be had: nothing is there, it is no literal, or the place is not one of ours. */
export async function readOffloaded(blobs: Blobs, uri: Uri): Promise<Literal | undefined> {
  try {
    return await readLiteral(blobs, uri);
  } catch (reason) {
    if (reason instanceof MalformedBlob || reason instanceof InvalidBlobUri) return undefined;
    throw reason;
  }
}

/** The same map with these values in it; one that is not there stays as it was. The given map is not changed. */
export async function loadOffloaded(blobs: Blobs, map: LiteralMap): Promise<LiteralMap> {
  return create(LiteralMapSchema, { literals: await loadedEntries(blobs, map.literals) });
}

async function loadedEntries(blobs: Blobs, literals: Record<string, Literal>): Promise<Record<string, Literal>> {
  const entries: [string, Literal][] = [];
  for (const [name, literal] of Object.entries(literals)) entries.push([name, await loaded(blobs, literal)]);
  return Object.fromEntries(entries);
}

async function loaded(blobs: Blobs, literal: Literal): Promise<Literal> {
  const { value } = literal;
  if (value.case === "offloadedMetadata") return (await readOffloaded(blobs, value.value.uri)) ?? literal;
  if (!holdsOffloaded(literal)) return literal;
  if (value.case === "map") {
    const inside = await loadedEntries(blobs, value.value.literals);
    return create(LiteralSchema, {
      ...literal,
      value: { case: "map", value: create(LiteralMapSchema, { literals: inside }) },
    });
  }
  if (value.case !== "collection") return literal;
  const literals: Literal[] = [];
  for (const each of value.value.literals) literals.push(await loaded(blobs, each));
  return create(LiteralSchema, {
    ...literal,
    value: { case: "collection", value: create(LiteralCollectionSchema, { literals }) },
  });
}

function holdsOffloaded({ value }: Literal): boolean {
  if (value.case === "map") return Object.values(value.value.literals).some(holdsOffloaded);
  if (value.case === "collection") return value.value.literals.some(holdsOffloaded);
  return value.case === "offloadedMetadata";
}
