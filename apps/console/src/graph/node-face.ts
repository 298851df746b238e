/**
 * What a node says of itself: its look, the one fact that matters now, and how its edges are drawn.
 */
import { timestampMs } from "@bufbuild/protobuf/wkt";
import {
  NodeExecution_Phase as Phase,
  TaskExecution_Phase as TaskPhase,
} from "@skein/spec/gen/flyteidl/core/execution_pb";
import {
  type GraphNode,
  GraphNode_Kind as Kind,
  type MapCounts,
  type NodeSummary,
  Breakpoint_Side as Side,
} from "@skein/spec/gen/skein/console/v1/console_pb";
import { formatDuration, formatTicking } from "../flyte/duration.ts";
import { looks, nodeLook, type PhaseLook } from "../flyte/phase-look.ts";
import type { IconName } from "../ui/icon-shapes.tsx";
import type { GraphMark, GraphStore } from "./graph-store.ts";

interface KindLook {
  readonly word: string;
  readonly icon: IconName;
}

const kinds = {
  [Kind.KIND_UNSPECIFIED]: { word: "Node", icon: "task" },
  [Kind.TASK]: { word: "Task", icon: "task" },
  [Kind.WORKFLOW]: { word: "Sub-workflow", icon: "workflow" },
  [Kind.LAUNCH_PLAN]: { word: "Launch plan", icon: "launchPlan" },
  [Kind.BRANCH]: { word: "Branch", icon: "branch" },
  [Kind.GATE]: { word: "Gate", icon: "gate" },
  [Kind.MAP]: { word: "Map", icon: "map" },
  [Kind.START]: { word: "Start", icon: "arrowRight" },
  [Kind.END]: { word: "End", icon: "arrowRight" },
  [Kind.DYNAMIC]: { word: "Dynamic", icon: "dynamic" },
} as const satisfies Record<Kind, KindLook>;

export function kindLook(kind: Kind): KindLook {
  return kinds[kind] ?? kinds[Kind.KIND_UNSPECIFIED];
}

/** @param node as in the graph: a gate that waits for somebody is told from what runs by its kind alone */
export function lookOf(summary: NodeSummary | undefined, node?: Pick<GraphNode, "kind" | "target">): PhaseLook {
  if (summary && summary.held !== Side.SIDE_UNSPECIFIED) return looks.held;
  if (summary && node && waitsForSomebody(summary, node)) return looks.paused;
  return summary ? nodeLook(summary.phase, summary.taskPhase, summary.cacheStatus) : looks.notStarted;
}

/** Someone may have to act or watch: the outline takes the hue. */
export const isLoud = ({ tone }: PhaseLook): boolean =>
  tone !== "tone-ok" && tone !== "tone-wait" && tone !== "tone-reuse";

export const markTones = {
  error: "tone-fail",
  warning: "tone-pause",
  note: "tone-wait",
  none: "tone-wait",
} as const satisfies Record<GraphMark["severity"], string>;

/** Of an arm of a branch: it was chosen. */
export const isTaken = (summary: NodeSummary | undefined): boolean =>
  summary !== undefined && summary.phase !== Phase.UNDEFINED && summary.phase !== Phase.SKIPPED;

/** A gate that sleeps waits for nobody. */
export const waitsForSomebody = (
  { phase }: NodeSummary,
  { kind, target }: Pick<GraphNode, "kind" | "target">,
): boolean => kind === Kind.GATE && target !== "sleep" && phase === Phase.RUNNING;

export function isTicking(summary: NodeSummary | undefined): boolean {
  return summary !== undefined && summary.startedAt !== undefined && summary.endedAt === undefined && isActive(summary);
}

/** The second line of a node, as parts that are joined by dots. @param now the server's clock */
export function factsOf(store: GraphStore, node: GraphNode, now: number): string[] {
  const summary = store.summary(node.path);
  if (!store.hasRun) return previewFacts(store, node);
  const shade = store.shade(node.path);
  if (shade) return [shade.text];
  if (!summary || summary.phase === Phase.UNDEFINED) return [whyNotStarted(store, node)];
  const attempt =
    summary.attempt > 0 ? `attempt ${summary.attempt + 1}/${Math.max(summary.maxAttempts, summary.attempt + 1)}` : "";
  const span = spanOf(summary, now);
  const inside = insideText(store, node.path);
  if (summary.held !== Side.SIDE_UNSPECIFIED) return [summary.held === Side.AFTER ? "Held after it" : "Held before it"];
  if (waitsForSomebody(summary, node))
    return given(node.target === "approve" ? "Waits for approval" : "Waits for a value", span);
  switch (summary.phase) {
    case Phase.FAILED:
    case Phase.FAILING:
    case Phase.TIMED_OUT:
      return given(summary.errorHead || lookOf(summary).word, attempt, span);
    case Phase.SKIPPED:
      return [whySkipped(store, node, summary.reason)];
    case Phase.ABORTED:
      return given(summary.reason || "Aborted", span);
    case Phase.QUEUED:
      return given(summary.reason || lookOf(summary).word, attempt);
    case Phase.RUNNING:
    case Phase.DYNAMIC_RUNNING:
      // Once the task itself runs, that it was started is no news.
      return given(inside || (summary.taskPhase === TaskPhase.RUNNING ? "" : summary.reason), span, attempt);
    case Phase.SUCCEEDED:
    case Phase.RECOVERED:
      return given(reuseOf(summary) || inside, span, attempt);
    default:
      return given(summary.reason); // a phase newer than this console
  }
}

/** In a word, how it has outputs that it did not make. */
function reuseOf(summary: NodeSummary): string {
  const look = lookOf(summary);
  return look === looks.recovered || look === looks.cached ? look.word : "";
}

function previewFacts(
  store: GraphStore,
  { path, kind, target, id, name, retries, isFailureNode }: GraphNode,
): string[] {
  const mark = store.mark(path);
  if (mark) return [mark.text];
  const children = store.leaves.get(path)?.length ?? 0;
  const what = kind === Kind.BRANCH ? target : shortTarget(target);
  return given(
    isFailureNode ? "on failure" : "",
    children > 0 ? `${children} nodes` : "",
    what && what !== name ? what : kindLook(kind).word,
    retries > 0 ? `${retries} ${retries === 1 ? "retry" : "retries"}` : "",
    id !== name && children === 0 && what === name ? id : "",
  );
}

/** The name in an identifier's text "project:domain:name:version". */
export function shortTarget(target: string): string {
  const parts = target.split(":");
  return (parts.length >= 4 ? parts[parts.length - 2] : target) ?? target;
}

/** By its branch, which says why, or with what was skipped, failed or was aborted before it. */
function whySkipped(store: GraphStore, { path }: GraphNode, reason: string): string {
  const arm = /^Skipped because branch condition (.*)\.$/.exec(reason)?.[1];
  if (arm !== undefined) return `Not taken: ${arm}`;
  if (reason !== "") return reason;
  const cause = (store.upstream.get(path) ?? []).find((each) => {
    const phase = store.summary(each)?.phase;
    return phase === Phase.SKIPPED || (phase !== undefined && failures.has(phase));
  });
  if (cause === undefined) return "Skipped";
  const word = store.summary(cause)?.phase === Phase.SKIPPED ? "was skipped" : lookOf(store.summary(cause)).word;
  return `Skipped: ${store.byPath.get(cause)?.name ?? cause} ${word.toLowerCase()}`;
}

function whyNotStarted(store: GraphStore, { path, isFailureNode, condition }: GraphNode): string {
  if (isFailureNode) return "Runs on failure";
  if (condition !== "") return condition === "else" ? "If no other arm is taken" : `If ${condition}`;
  const before = (store.upstream.get(path) ?? []).map((each) => ({
    name: store.byPath.get(each)?.name ?? each,
    kind: store.byPath.get(each)?.kind,
    phase: store.summary(each)?.phase,
    word: lookOf(store.summary(each)).word.toLowerCase(),
  }));
  const ended = before.filter(({ phase }) => phase !== undefined && failures.has(phase));
  if (ended.length > 1) return `Blocked by ${ended.length} nodes`;
  if (ended[0]) return `Blocked: ${ended[0].name} ${ended[0].word}`;
  const open = before.filter(({ phase, kind }) => kind !== Kind.START && (phase === undefined || !done.has(phase)));
  if (open.length > 1) return `Waits for ${open.length} nodes`;
  return open[0] ? `Waits for ${open[0].name}` : "Not started";
}

export interface Counts {
  readonly total: number;
  readonly done: number;
  /** Looks by how many nodes have them, in the order of a segmented bar. */
  readonly parts: readonly (readonly [PhaseLook, number])[];
}

/** What became of a container's nodes, or of a map node's elements; undefined for what has none. */
export function countsOf(store: GraphStore, path: string): Counts | undefined {
  const map = store.summary(path)?.map;
  if (map) return mapCounts(map);
  const leaves = store.leaves.get(path);
  if (!leaves) return undefined;
  const numbers = new Map<PhaseLook, number>();
  let finished = 0;
  for (const leaf of leaves) {
    const summary = store.summary(leaf);
    if (!summary) continue;
    if (done.has(summary.phase)) finished += 1;
    const look = lookOf(summary, store.byPath.get(leaf));
    numbers.set(look, (numbers.get(look) ?? 0) + 1);
  }
  const rank = (look: PhaseLook) => (look.quiet ? 0 : look.moves ? 1 : 2);
  return { total: leaves.length, done: finished, parts: [...numbers].sort(([a], [b]) => rank(a) - rank(b)) };
}

/** Of a map node: what became of its elements. */
function mapCounts({ total, succeeded, failed, aborted, running, queued }: MapCounts): Counts {
  const parts = [
    [looks.succeeded, succeeded],
    [looks.running, running],
    [looks.queued, queued],
    [looks.aborted, aborted],
    [looks.failed, failed],
  ] as const;
  return { total, done: succeeded, parts: parts.filter(([, count]) => count > 0) };
}

function insideText(store: GraphStore, path: string): string {
  const counts = countsOf(store, path);
  return counts ? `${counts.done}/${counts.total}` : "";
}

export type EdgeTone = "plain" | "done" | "run" | "ahead" | "skipped" | "failed";

export function edgeTone(store: GraphStore, from: string, to: string): EdgeTone {
  if (!store.hasRun) return "plain";
  const target = store.summary(to)?.phase;
  const source = store.summary(from)?.phase;
  if (target === Phase.SKIPPED || source === Phase.SKIPPED) return "skipped";
  if (target === Phase.RUNNING || target === Phase.DYNAMIC_RUNNING) return "run";
  if (target !== undefined && target !== Phase.UNDEFINED) return "done";
  if (source !== undefined && failures.has(source)) return "failed";
  const kind = store.byPath.get(to)?.kind;
  return kind === Kind.END && source !== undefined && done.has(source) ? "done" : "ahead";
}

/** How long it ran, or has been running. */
function spanOf({ startedAt, endedAt, phase }: NodeSummary, now: number): string {
  if (!startedAt) return "";
  if (endedAt) return formatDuration(timestampMs(endedAt) - timestampMs(startedAt));
  return done.has(phase) || failures.has(phase) ? "" : formatTicking(now - timestampMs(startedAt));
}

const done: ReadonlySet<Phase> = new Set([Phase.SUCCEEDED, Phase.SKIPPED, Phase.RECOVERED]);
const failures: ReadonlySet<Phase> = new Set([Phase.FAILED, Phase.FAILING, Phase.TIMED_OUT, Phase.ABORTED]);
const isActive = ({ phase }: NodeSummary) => !done.has(phase) && !failures.has(phase);
const given = (...parts: string[]) => parts.filter((part) => part !== "");
