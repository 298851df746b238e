/**
 * What lifting makes before it is text: plain values whose maps keep their order, with a mark on what may stand on one
 * line. How they become YAML is in lift-yaml.ts.
 */

/** A value of a document. Whole numbers are bigint; a `number` is written with a fraction, so that it stays a float. */
export type Written = null | boolean | bigint | number | string | readonly Written[] | Fields | Compact;

/** A map in the order its keys shall be written. Not an object: `10` may be a key that comes before `9`. */
export type Fields = ReadonlyMap<string, Written>;

/** A list or map that reads well on one line, if it is short. */
export class Compact {
  readonly value: readonly Written[] | Fields;

  constructor(value: readonly Written[] | Fields) {
    this.value = value;
  }
}

/** A list or map that may stand on one line. */
export function compact(value: readonly Written[] | Fields): Compact {
  return new Compact(value);
}

/** A map of known keys, in the order given; what is undefined is left out. */
export function fields(given: Readonly<Record<string, Written | undefined>>): Fields {
  return new Map(Object.entries(given).flatMap(([key, value]) => (value === undefined ? [] : [[key, value] as const])));
}

/** The map, or undefined where there is nothing in it: then its key is left out. */
export function unlessEmpty(map: Fields): Fields | undefined {
  return map.size > 0 ? map : undefined;
}

/** Whether it is a map; `Array.isArray` alone does not narrow readonly lists. */
export function isFields(value: Written): value is Fields {
  return value instanceof Map;
}
