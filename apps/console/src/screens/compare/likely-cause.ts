import { timestampMs } from "@bufbuild/protobuf/wkt";
import type { Comparison } from "@skein/spec/gen/skein/console/v1/console_pb";
import type { NodeRow } from "./node-rows.ts";

export interface LikelyCause {
  /** The node that got worse first, and what it said. */
  readonly path: string;
  readonly name: string;
  readonly errorHead: string;
  /** What else is known of it, one sentence. */
  readonly evidence: string;
}

/** What to look at first; undefined when nothing got worse. Claims nothing beyond what was compared. */
export function likelyCause({ nodes: all }: Comparison, rows: readonly NodeRow[]): LikelyCause | undefined {
  const worse = rows.filter(({ verdict }) => verdict === "worse");
  // A parent fails because of what is in it.
  const own = worse.filter(({ node }) => !worse.some((each) => each.node.path.startsWith(`${node.path}/`)));
  const [first] = own.sort((a, b) => endOf(a) - endOf(b));
  if (!first) return undefined;
  const { path, name, cells } = first.node;
  return { path, name, errorHead: cells.at(-1)?.summary?.errorHead ?? "", evidence: evidenceOf(first, all.length > 0) };
}

function evidenceOf({ differences }: NodeRow, isKnown: boolean): string {
  const changed = differences.filter((each) => each === "spec" || each === "inputs");
  if (changed.length === 2) return "Its spec and its inputs differ.";
  if (changed.length === 1)
    return changed[0] === "spec" ? "Its spec differs, its inputs do not." : "Its inputs differ, its spec does not.";
  return isKnown ? "Its spec and inputs are the same." : "";
}

function endOf({ node }: NodeRow): number {
  const at = node.cells.at(-1)?.summary?.endedAt;
  return at ? timestampMs(at) : Number.MAX_SAFE_INTEGER;
}
