import { NodeExecution_Phase as Phase } from "@skein/spec/gen/flyteidl/core/execution_pb";
import { type Graph, type NodeSummary, Breakpoint_Side as Side } from "@skein/spec/gen/skein/console/v1/console_pb";
import { useMemo, useState } from "react";
import type { GraphMarks } from "./graph-store.ts";
import { withStacks } from "./stacks.ts";

interface Given {
  readonly graph: Graph;
  readonly nodes?: ReadonlyMap<string, NodeSummary>;
  readonly marks?: GraphMarks;
}

/** The graph with its fan-outs stacked; another one only when what has to stand beside its stack is another. */
export function useStacks({ graph, nodes, marks }: Given): Graph {
  const apart = useMemo(() => apartOf(nodes, marks), [nodes, marks]);
  const [kept, setKept] = useState(apart);
  if (kept !== apart && !isSame(kept, apart)) setKept(apart);
  return useMemo(() => withStacks(graph, kept), [graph, kept]);
}

const loud: ReadonlySet<Phase> = new Set([Phase.FAILED, Phase.FAILING, Phase.TIMED_OUT]);

function apartOf(nodes: Given["nodes"], marks: GraphMarks | undefined): ReadonlySet<string> {
  const apart = new Set<string>();
  for (const [path, { phase, held }] of nodes ?? [])
    if (loud.has(phase) || held !== Side.SIDE_UNSPECIFIED) apart.add(path);
  for (const [path, { severity }] of marks ?? []) if (severity !== "none") apart.add(path);
  return apart;
}

const isSame = (a: ReadonlySet<string>, b: ReadonlySet<string>): boolean =>
  a.size === b.size && [...a].every((each) => b.has(each));
