import type { Literal } from "@skein/spec/gen/flyteidl/core/literals_pb";
import { fromLiteral } from "@skein/spec/literal";
import type { PlainValue } from "@skein/spec/plain-json";
import { readMessagePack } from "./message-pack.ts";

/** As `fromLiteral`, but what flytekit packs (dataclasses, dicts, Pydantic's models) is what was packed. */
export function shownValue(literal: Literal | undefined): PlainValue {
  const { value } = literal ?? {};
  switch (value?.case) {
    case "collection":
      return value.value.literals.map(shownValue);
    case "map":
      return Object.fromEntries(Object.entries(value.value.literals).map(([key, each]) => [key, shownValue(each)]));
    case "scalar": {
      const scalar = value.value.value;
      if (scalar.case === "union") return shownValue(scalar.value.value);
      const packed =
        scalar.case === "binary" && scalar.value.tag === "msgpack" ? readMessagePack(scalar.value.value) : undefined;
      return packed === undefined ? fromLiteral(literal) : packed;
    }
    default:
      return fromLiteral(literal);
  }
}
