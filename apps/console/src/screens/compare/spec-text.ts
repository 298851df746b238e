import type { ComparedCell } from "@skein/spec/gen/skein/console/v1/console_pb";

/**
 * What a node is told to do, as lines of JSON to read. Keys are sorted: their order says nothing.
 *
 * @param cell where the node itself differs, it has what the node says
 * @param specJson its task template; empty or undefined where it runs none
 */
export function specLines(cell: Pick<ComparedCell, "nodeJson"> | undefined, specJson: string | undefined): string[] {
  const node = parse(cell?.nodeJson);
  const task = parse(specJson);
  if (node === undefined && task === undefined) return [];
  const value = node === undefined ? task : { node, ...(task === undefined ? {} : { task }) };
  return JSON.stringify(value, sortKeys, 2).split("\n").flatMap(brokenLine);
}

/** A text of several lines, such as a script, is several lines here too: each is compared by itself. */
function brokenLine(line: string): string[] {
  const [first = "", ...rest] = line.split(/(?<=(?<!\\)(?:\\\\)*\\n)(?!",?$)/);
  const indent = " ".repeat(Math.max(0, line.search(/\S/)) + 2);
  return [first, ...rest.map((each) => indent + each)];
}

/** What is not JSON is shown as it is. */
function parse(json: string | undefined): unknown {
  if (!json) return undefined;
  try {
    return JSON.parse(json);
  } catch {
    return json;
  }
}

function sortKeys(_: string, value: unknown): unknown {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
}
