/** What each element of a map node alone reads, as text: to be shown in a list, and to be found by. */
import type { LiteralMap } from "@skein/spec/gen/flyteidl/core/literals_pb";
import { summarizeLiteral } from "@skein/spec/literal";

const HEAD = 80;
/** Characters of a value that are looked through. */
const SEARCHED = 4000;

export interface MapInputs {
  /** In one line; empty when it cannot be told. */
  head(index: number): string;
  /** Which of the first `size` elements read something that holds the text, whatever its capitals. */
  holding(text: string, size: number): number[];
}

/**
 * @param inputs of the array node; undefined when they cannot be read
 * @param bound names of those that every element gets whole
 */
export function mapInputs(inputs: LiteralMap | undefined, bound: ReadonlySet<string>): MapInputs {
  const lists = Object.entries(inputs?.literals ?? {}).flatMap(([name, { value }]) =>
    bound.has(name) || value.case !== "collection" ? [] : [{ name, literals: value.value.literals }],
  );
  const textOf = (index: number, longest: number) =>
    lists.map(({ name, literals }) => {
      const text = summarizeLiteral(literals[index], longest);
      return lists.length === 1 ? text : `${name} ${text}`;
    });
  return {
    head: (index) => textOf(index, HEAD).join(", "),
    holding(text, size) {
      const wanted = text.toLowerCase();
      const indices: number[] = [];
      for (let index = 0; index < size; index += 1)
        if (textOf(index, SEARCHED).some((each) => each.toLowerCase().includes(wanted))) indices.push(index);
      return indices;
    },
  };
}
