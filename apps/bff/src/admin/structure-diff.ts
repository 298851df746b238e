/** How two messages of one type differ, field by field, for people: upstream prints the same when a version clashes. */
import { type DescMessage, type JsonValue, type MessageShape, toJson } from "@bufbuild/protobuf";

export interface Difference {
  /** JSON pointer: `/template/interface/inputs/variables/n`. */
  readonly path: string;
  /** As JSON text; undefined where there was none. */
  readonly old: string | undefined;
  readonly new: string | undefined;
}

/** In the order of the fields, at most `most`. */
export function findDifferences<Schema extends DescMessage>(
  schema: Schema,
  old: MessageShape<Schema>,
  given: MessageShape<Schema>,
  most = 50,
): Difference[] {
  const found: Difference[] = [];
  const stack: [string, JsonValue | undefined, JsonValue | undefined][] = [
    ["", toJson(schema, old), toJson(schema, given)],
  ];
  for (let next = stack.pop(); next && found.length < most; next = stack.pop()) {
    const [path, before, after] = next;
    const fields = childrenOf(before);
    const others = childrenOf(after);
    if (fields && others && Array.isArray(before) === Array.isArray(after)) {
      const keys = [...new Set([...fields.keys(), ...others.keys()])].reverse();
      for (const key of keys) stack.push([`${path}/${pointerStep(key)}`, fields.get(key), others.get(key)]);
    } else if (JSON.stringify(before) !== JSON.stringify(after)) {
      found.push({ path, old: JSON.stringify(before), new: JSON.stringify(after) });
    }
  }
  return found;
}

/** `<path>:`, `- old`, `+ new`, each on its line. */
export function formatDifferences(differences: readonly Difference[]): string {
  return differences
    .flatMap(({ path, old, new: given }) => [
      `${path}:`,
      ...(old === undefined ? [] : [`- ${old}`]),
      ...(given === undefined ? [] : [`+ ${given}`]),
    ])
    .join("\n");
}

function childrenOf(value: JsonValue | undefined): Map<string, JsonValue> | undefined {
  if (typeof value !== "object" || value === null) return undefined;
  return new Map(Object.entries(value));
}

const pointerStep = (key: string): string => key.replaceAll("~", "~0").replaceAll("/", "~1");
