/**
 * What nodes show of a run, keyed by path, so that one node's change renders one node.
 *
 * The canvas is given its boxes once per layout; phases, counts and what is dimmed come from here. A change touches the
 * node itself, the containers around it (their counts) and the nodes it feeds (what they wait for).
 */
import type { Graph, GraphNode, NodeSummary } from "@skein/spec/gen/skein/console/v1/console_pb";
import type { IconName } from "../ui/icon-shapes.tsx";

import type { Shade } from "./shade.ts";
import { stackSummary } from "./stack-summary.ts";
import { isStack } from "./stacks.ts";
import { isPort } from "./visible.ts";

type Listener = () => void;

/** What is to be said of a node of a preview; stands in its second line. */
export interface GraphMark {
  readonly text: string;
  /** "None" says it without drawing the eye. */
  readonly severity: "error" | "warning" | "note" | "none";
  /** In place of the kind's glyph. */
  readonly icon?: IconName;
  /** Lies over the box: a difference is ink, not a hue. */
  readonly hatch?: "fill-hatch" | "fill-vertical" | "fill-dots";
}

/** By path. */
export type GraphMarks = ReadonlyMap<string, GraphMark>;

/** Where the run is to wait, by path. */
export type GraphBreakpoints = ReadonlyMap<string, string>;

export class GraphStore {
  readonly graph: Graph;
  readonly byPath: ReadonlyMap<string, GraphNode>;
  readonly upstream: ReadonlyMap<string, readonly string[]>;
  readonly downstream: ReadonlyMap<string, readonly string[]>;
  /** All nodes inside a container that have no children themselves. */
  readonly leaves: ReadonlyMap<string, readonly string[]>;
  #nodes: ReadonlyMap<string, NodeSummary> | undefined;
  #marks: GraphMarks = new Map();
  #breakpoints: GraphBreakpoints = new Map();
  #shades: ReadonlyMap<string, Shade> | undefined;
  #lit: ReadonlySet<string> | undefined;
  #selected: string | undefined;
  #selectedEdge: string | undefined;
  #tabStop: string | undefined;
  /** Of stacks, made when they are asked for. */
  readonly #stacks = new Map<string, NodeSummary | undefined>();
  readonly #versions = new Map<string, number>();
  readonly #listeners = new Map<string, Set<Listener>>();
  readonly #watchers = new Set<Listener>();

  constructor(graph: Graph) {
    this.graph = graph;
    this.byPath = new Map(graph.nodes.map((node) => [node.path, node]));
    this.upstream = linksOf(graph, "to", "from", this.byPath);
    this.downstream = linksOf(graph, "from", "to", this.byPath);
    this.leaves = leavesOf(graph, this.byPath);
  }

  /** False for a graph without a run: a preview. */
  get hasRun(): boolean {
    return this.#nodes !== undefined;
  }

  summary(path: string): NodeSummary | undefined {
    if (!isStack(path)) return this.#nodes?.get(path);
    if (!this.#stacks.has(path)) {
      const members = (this.leaves.get(path) ?? []).map((each) => this.#nodes?.get(each));
      this.#stacks.set(path, stackSummary(path, members));
    }
    return this.#stacks.get(path);
  }

  /** The container that a node is drawn in; empty at the top. */
  containerOf(path: string): string {
    return this.byPath.get(path)?.parent ?? "";
  }

  mark(path: string): GraphMark | undefined {
    return this.#marks.get(path);
  }

  /** In words, such as "before" or "before and after"; undefined: there is none. */
  breakpoint(path: string): string | undefined {
    return this.#breakpoints.get(path);
  }

  setBreakpoints(breakpoints: GraphBreakpoints): void {
    const before = this.#breakpoints;
    this.#breakpoints = breakpoints;
    const paths = new Set([...before.keys(), ...breakpoints.keys()]);
    this.#tell([...paths].filter((path) => before.get(path) !== breakpoints.get(path)));
  }

  /** False: the phase is what is shown. */
  get isShaded(): boolean {
    return this.#shades !== undefined;
  }

  shade(path: string): Shade | undefined {
    return this.#shades?.get(path);
  }

  setShades(shades: ReadonlyMap<string, Shade> | undefined): void {
    if (this.#shades === shades) return;
    this.#shades = shades;
    this.#tell(this.byPath.keys());
  }

  isDimmed(path: string): boolean {
    return this.#lit !== undefined && !this.#lit.has(path);
  }

  get selected(): string | undefined {
    return this.#selected;
  }

  /** Id of an edge. */
  get selectedEdge(): string | undefined {
    return this.#selectedEdge;
  }

  /** The one node that Tab reaches; arrows go on from there. */
  get tabStop(): string | undefined {
    return this.#tabStop;
  }

  select(path: string | undefined): void {
    const touched = [this.#selected, path, this.#tabStop];
    this.#selected = path;
    this.#tabStop = path ?? this.#tabStop;
    this.#tell(touched.filter((each) => each !== undefined));
  }

  focus(path: string): void {
    const touched = [this.#tabStop, path];
    this.#tabStop = path;
    this.#tell(touched.filter((each) => each !== undefined));
  }

  /** @param to the path its edge leads to: it is drawn with it */
  selectEdge(id: string | undefined, to: string | undefined): void {
    const before = this.#selectedEdge;
    this.#selectedEdge = id;
    this.#tell([before?.split("→").at(-1), to].filter((each) => each !== undefined));
  }

  /** Rows keep their identity while nothing of them changed: what is the same object is not looked at. */
  setNodes(nodes: ReadonlyMap<string, NodeSummary> | undefined): void {
    const before = this.#nodes;
    if (before === nodes) return;
    this.#nodes = nodes;
    this.#stacks.clear();
    const touched = new Set<string>();
    for (const [path, node] of nodes ?? []) if (before?.get(path) !== node) this.#touch(path, touched);
    for (const path of before?.keys() ?? []) if (!nodes?.has(path)) this.#touch(path, touched);
    if ((before === undefined) !== (nodes === undefined)) for (const path of this.byPath.keys()) touched.add(path);
    this.#tell(touched);
  }

  setMarks(marks: GraphMarks): void {
    const before = this.#marks;
    this.#marks = marks;
    this.#tell(new Set([...before.keys(), ...marks.keys()]));
  }

  /** Dims all but these; undefined: nothing is dimmed. */
  light(lit: ReadonlySet<string> | undefined): void {
    const before = this.#lit;
    if (before === lit) return;
    this.#lit = lit;
    this.#tell([...this.#listeners.keys()].filter((path) => isDimmedBy(before, path) !== isDimmedBy(lit, path)));
    for (const watcher of this.#watchers) watcher(); // not everything that is drawn listens by itself
  }

  subscribe(path: string, listener: Listener): Listener {
    const listeners = this.#listeners.get(path) ?? new Set();
    listeners.add(listener);
    this.#listeners.set(path, listeners);
    return () => {
      listeners.delete(listener);
      if (listeners.size === 0) this.#listeners.delete(path);
    };
  }

  /** Hears of every change, once for all that changed together. */
  subscribeAll(listener: Listener): Listener {
    this.#watchers.add(listener);
    return () => this.#watchers.delete(listener);
  }

  /** Moves whenever something about this path is to be drawn anew. */
  version(path: string): number {
    return this.#versions.get(path) ?? 0;
  }

  #touch(path: string, touched: Set<string>): void {
    touched.add(path);
    for (const next of this.downstream.get(path) ?? []) touched.add(next);
    for (let at = this.byPath.get(path)?.parent; at; at = this.byPath.get(at)?.parent) touched.add(at);
  }

  #tell(paths: Iterable<string>): void {
    let isAny = false;
    for (const path of paths) {
      isAny = true;
      this.#versions.set(path, this.version(path) + 1);
      for (const listener of this.#listeners.get(path) ?? []) listener();
    }
    if (isAny) for (const watcher of this.#watchers) watcher();
  }
}

const isDimmedBy = (lit: ReadonlySet<string> | undefined, path: string) => lit !== undefined && !lit.has(path);

/** Of nodes and of stacks; what is in a stack counts as the stack for those it is linked to. */
function linksOf(
  graph: Graph,
  at: "from" | "to",
  other: "from" | "to",
  byPath: ReadonlyMap<string, GraphNode>,
): Map<string, string[]> {
  const stackOf = (path: string) => {
    const parent = byPath.get(path)?.parent ?? "";
    return isStack(parent) ? parent : undefined;
  };
  const links = new Map<string, Set<string>>();
  const add = (from: string, to: string) => {
    const found = links.get(from);
    if (found) found.add(to);
    else links.set(from, new Set([to]));
  };
  for (const edge of graph.edges) {
    const to = stackOf(edge[other]) ?? edge[other];
    const stack = stackOf(edge[at]);
    add(edge[at], to);
    if (stack !== undefined) add(stack, to);
  }
  return new Map([...links].map(([path, found]) => [path, [...found]]));
}

function leavesOf(graph: Graph, byPath: ReadonlyMap<string, GraphNode>): Map<string, string[]> {
  const parents = new Set(graph.nodes.map(({ parent }) => parent));
  const leaves = new Map<string, string[]>();
  for (const { path, parent, kind } of graph.nodes) {
    if (parents.has(path) || isPort({ kind })) continue;
    for (let at = parent; at; at = byPath.get(at)?.parent ?? "") {
      const found = leaves.get(at);
      if (found) found.push(path);
      else leaves.set(at, [path]);
    }
  }
  return leaves;
}
