import { equals } from "@bufbuild/protobuf";
import { type Literal, type LiteralMap, LiteralSchema } from "@skein/spec/gen/flyteidl/core/literals_pb";

export interface ValueRow {
  readonly name: string;
  /** One per execution; undefined where it has none of this name. */
  readonly values: readonly (Literal | undefined)[];
  readonly isDifferent: boolean;
}

/** Values of one name side by side; what is not the same comes first. */
export function valueRows(maps: readonly (LiteralMap | undefined)[]): ValueRow[] {
  const names = [...new Set(maps.flatMap((map) => Object.keys(map?.literals ?? {})))].sort();
  const rows = names.map((name) => {
    const values = maps.map((map) => map?.literals[name]);
    const [first] = values;
    return { name, values, isDifferent: !values.every((value) => isSame(first, value)) };
  });
  return rows.sort((a, b) => Number(b.isDifferent) - Number(a.isDifferent));
}

function isSame(one: Literal | undefined, other: Literal | undefined): boolean {
  return one === undefined || other === undefined ? one === other : equals(LiteralSchema, one, other);
}
