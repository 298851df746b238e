/** What may be typed to find nodes: a part of a name, id or target, and `status:failed` for how they are. */
import type { GraphNode } from "@skein/spec/gen/skein/console/v1/console_pb";

export interface NodeFilter {
  /** In small letters. */
  readonly text: string;
  /** Beginnings of status words, of which one must fit; empty: any status. */
  readonly statuses: readonly string[];
}

const STATUS = "status:";

/** Words of a status are joined by hyphens: `status:timed-out`; several statuses by commas: `status:failed,aborted`. */
export function parseNodeFilter(typed: string): NodeFilter {
  const words = typed.trim().toLowerCase().split(/\s+/);
  const statuses = words
    .filter((word) => word.startsWith(STATUS))
    .flatMap((word) => word.slice(STATUS.length).split(","))
    .filter((status) => status !== "");
  return { text: words.filter((word) => !word.startsWith(STATUS)).join(" "), statuses };
}

/** @param statusOf the word of a node's status; asked only when the filter is about it */
export function matchesNode(filter: NodeFilter, node: GraphNode, statusOf: (node: GraphNode) => string): boolean {
  const { text, statuses } = filter;
  if (!`${node.name} ${node.path} ${node.target}`.toLowerCase().includes(text)) return false;
  if (statuses.length === 0) return true;
  const status = statusOf(node).toLowerCase().replaceAll(" ", "-");
  return statuses.some((begin) => status.startsWith(begin));
}
