/**
 * What nodes of a simulation say: whole numbers by name. Work says `o`, a digest of its key and of what it read, so
 * that a value which went a wrong way is seen at the end of the workflow.
 */
import { create } from "@bufbuild/protobuf";
import { type Literal, type LiteralMap, LiteralMapSchema } from "@skein/spec/gen/flyteidl/core/literals_pb";
import { fnv32a } from "../node-id.ts";

export type Said = Readonly<Record<string, number>>;

/** What a node says whose work read this. Attempts say the same: tasks can be repeated. */
export function workSays(key: string, read: Said): Said {
  return { o: fnv32a(`${key} ${textOf(read)}`) };
}

/** What is read where a node's output `o` is asked for: a digest of all it says, if it says that not. */
export function readOf(said: Said): number {
  return said.o ?? fnv32a(textOf(said));
}

/** Without an `o` that only says what the rest says. */
export function plain(said: Said): Said {
  const { o, ...rest } = said;
  return o === readOf(rest) ? rest : said;
}

export function textOf(said: Said): string {
  return Object.entries(said)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, value]) => `${name}=${value}`)
    .join();
}

/** The whole numbers of a map, and digests of its lists of them; a failure node's `err` is not among them. */
export function saidOf(map: LiteralMap | undefined): Said {
  const said: Record<string, number> = {};
  for (const [name, literal] of Object.entries(map?.literals ?? {})) {
    const { value } = literal;
    const number = value.case === "collection" ? listSays(value.value.literals.map(numberOf)) : numberOf(literal);
    if (number !== undefined) said[name] = number;
  }
  return said;
}

/** What a list says whose elements are these; undefined: none. */
export function listSays(elements: readonly (number | undefined)[]): number {
  return fnv32a(`[${elements.map((each) => each ?? "none").join()}]`);
}

function numberOf({ value }: Literal): number | undefined {
  if (value.case !== "scalar" || value.value.value.case !== "primitive") return undefined;
  const primitive = value.value.value.value.value;
  return primitive.case === "integer" ? Number(primitive.value) : undefined;
}

export function mapOf(said: Said): LiteralMap {
  return create(LiteralMapSchema, {
    literals: Object.fromEntries(
      Object.entries(said).map(([name, value]) => {
        const primitive = { value: { case: "integer", value: BigInt(value) } } as const;
        const scalar = { value: { case: "primitive", value: primitive } } as const;
        return [name, { value: { case: "scalar", value: scalar } }] as const;
      }),
    ),
  });
}
