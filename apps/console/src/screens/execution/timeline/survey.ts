/** What the timeline of a run is made of, all rows together, in sight or not. */
import { type Graph, GraphNode_Kind as Kind, type NodeSummary } from "@skein/spec/gen/skein/console/v1/console_pb";
import type { PhaseLook } from "../../../flyte/phase-look.ts";
import { lookOf } from "../../../graph/node-face.ts";
import { type BarKind, barsOf } from "./bars.ts";
import { merged } from "./idle.ts";
import type { Span } from "./time-scale.ts";

export interface Survey {
  /** When something was queued, initialising or running; what still is goes on for ever. */
  readonly busy: readonly Span[];
  /** Kinds of bars there are. */
  readonly kinds: ReadonlySet<BarKind>;
  /** Looks of bars of what ran. */
  readonly ran: ReadonlySet<PhaseLook>;
  /** Looks of nodes, by the signs before their names. */
  readonly signs: ReadonlySet<PhaseLook>;
}

export function surveyOf(graph: Graph | undefined, nodes: ReadonlyMap<string, NodeSummary>): Survey {
  const parents = new Set(graph?.nodes.map(({ parent }) => parent));
  const busy: Span[] = [];
  const kinds = new Set<BarKind>();
  const ran = new Set<PhaseLook>();
  const signs = new Set<PhaseLook>();
  for (const node of graph?.nodes ?? []) {
    if (node.kind === Kind.START || node.kind === Kind.END) continue;
    const summary = nodes.get(node.path);
    const bars = barsOf(summary, Number.POSITIVE_INFINITY, node);
    // A container is as busy as what it holds, and a gate waits for somebody.
    const waits = summary?.attempts.length === 0 && (parents.has(node.path) || node.kind === Kind.GATE);
    for (const { kind, from, to, look } of bars) {
      kinds.add(kind);
      if (kind === "ran") ran.add(look);
      if (!waits) busy.push({ from, to });
    }
    signs.add(lookOf(summary, node));
  }
  return { busy: merged(busy), kinds, ran, signs };
}
