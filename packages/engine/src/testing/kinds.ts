/**
 * The kinds of nodes that simulations draw: what one looks like, and what it comes to when it is ready.
 *
 * The one place where a kind is added (a new `Target` does not compile without): `draw` says how its sketch is drawn,
 * `comesTo` follows execution.md in the most naive way there is, without events, counters or time. What it says is in
 * said.ts. A kind with commands of its own is answered in answers.ts.
 */
import type { ArraySketch, NodeSketch, WorkflowSketch } from "@skein/compiler/testing/closure";
import { subNodeKey, uniqueNodeId } from "../node-id.ts";
import type { Target } from "../plan.ts";
import { type Fate, type IsKept, isRefused, triesOf } from "./fate.ts";
import type { Random } from "./random.ts";
import { listSays, type Said, workSays } from "./said.ts";

/** A node before it has a place: `earlier` are numbers to make earlier nodes of. */
export type DrawnNode = Omit<NodeSketch, "id" | "after" | "arms"> & { readonly arms?: readonly Placeless[] };
export type Placeless = DrawnNode & { readonly earlier: readonly number[] };

/** What kinds draw with. */
export interface Drawing {
  readonly random: Random;
  /** A workflow, and a node, one level further in. */
  workflow(): WorkflowSketch;
  node(): Placeless;
}

/** What a node has come to: it succeeded and says something, or failed by the node named (itself, or one inside). */
export type Comes = { readonly says: Said; readonly isReused?: boolean } | { readonly culprit: string };

/** The naive walk (oracle.ts) as far as a kind needs it. */
export interface Walk {
  readonly fate: Fate;
  readonly isKept: IsKept;
  /** What the nodes it is after say, by their ids. */
  read(node: NodeSketch): Said;
  /** That so many attempts were made. */
  ran(key: string, newest: number): void;
  /** How a task node's attempts go. */
  attempts(node: NodeSketch, key: string): Comes;
  /** Whether a task need not run, because a run that is recovered knows what it asks for. */
  hasAsked(key: string): boolean;
  /** The newest attempt that was made. */
  newest(key: string): number;
  /** What a workflow inside this attempt of a node comes to that is given these inputs. */
  inside(sketch: WorkflowSketch, key: string, given: Said, attempt?: number): Comes;
  /** Whether all that the node is after have succeeded. */
  isOpen(node: NodeSketch): boolean;
  /** What another node comes to that this one stands for. */
  comesTo(node: NodeSketch, key: string): Comes;
  /** Its last phase is that of what it came to; of what it never came to, SKIPPED. */
  settle(key: string, comes?: Comes): void;
}

export interface Kind {
  /** How often it is drawn beside the others; 0 where it is only drawn on purpose. */
  readonly weight: number;
  /** Whether nodes or workflows stand inside it. */
  readonly isNested?: boolean;
  draw(drawing: Drawing): DrawnNode;
  isOne(node: NodeSketch): boolean;
  comesTo(node: NodeSketch, key: string, walk: Walk): Comes;
}

const task: Kind = {
  weight: 6,
  draw: ({ random }) => ({ retries: random.nat(2) }),
  // What nothing else claims (kindOf).
  isOne: () => true,
  comesTo: (node, key, walk) => walk.attempts(node, key),
};

const cachedTask: Kind = {
  weight: 3,
  draw: ({ random }) => ({ cache: random.pick(["each", "serialized"]), retries: random.nat(2) }),
  isOne: (node) => node.cache !== undefined,
  comesTo(node, key, walk) {
    return walk.isKept(key) ? { says: workSays(key, walk.read(node)) } : walk.attempts(node, key);
  },
};

const sleep: Kind = {
  weight: 2,
  draw: ({ random }) => ({ sleepMs: random.pick([0, 700, 1500]) }),
  isOne: (node) => node.sleepMs !== undefined,
  comesTo(_, key, walk) {
    walk.ran(key, 0);
    return { says: {} };
  },
};

const echo: Kind = {
  weight: 1,
  draw: () => ({ echo: true }),
  isOne: (node) => node.echo === true,
  comesTo(node, key, walk) {
    walk.ran(key, 0);
    const first = walk.read(node)[node.after?.[0] ?? ""];
    return { says: first === undefined ? {} : { o: first } };
  },
};

const dynamic: Kind = {
  weight: 3,
  isNested: true,
  draw({ random, workflow: draw }) {
    // A dynamic workflow has no failure node.
    const { nodes, outputs = [] } = draw();
    const cache =
      outputs.length > 0 ? random.pick<NodeSketch["cache"]>(["each", "serialized", undefined, undefined]) : undefined;
    return { asks: { nodes, outputs }, retries: random.nat(1), ...(cache && { cache }) };
  },
  isOne: (node) => node.asks !== undefined,
  comesTo(node, key, walk) {
    if (node.cache !== undefined && walk.isKept(key)) return { says: workSays(key, walk.read(node)) };
    const comes: Comes = walk.hasAsked(key) ? { says: {} } : walk.attempts(node, key);
    if ("culprit" in comes) return comes;
    const attempt = walk.newest(key);
    if (isRefused(walk.fate, key, attempt)) return { culprit: key };
    return walk.inside(node.asks ?? { nodes: [] }, key, {}, attempt);
  },
};

const launchPlan: Kind = {
  weight: 2,
  draw: () => ({ launches: "lp" }),
  isOne: (node) => node.launches !== undefined,
  comesTo(node, key, walk) {
    return walk.fate(key, 0) === "succeed" ? { says: workSays(key, walk.read(node)) } : { culprit: key };
  },
};

const gate: Kind = {
  weight: 3,
  draw: ({ random }) => ({ gate: random.pick(["sleep", "approve", "signal"]) }),
  isOne: (node) => node.gate !== undefined,
  comesTo(node, key, walk) {
    if (node.gate === "sleep") return { says: {} };
    if (walk.fate(key, 0) === "permanent") return { culprit: key };
    return { says: node.gate === "approve" ? walk.read(node) : workSays(key, {}) };
  },
};

const workflow: Kind = {
  weight: 3,
  isNested: true,
  draw: ({ workflow: draw }) => ({ inside: draw() }),
  isOne: (node) => node.inside !== undefined,
  comesTo: (node, key, walk) => walk.inside(node.inside ?? { nodes: [] }, key, walk.read(node)),
};

const branch: Kind = {
  weight: 3,
  isNested: true,
  draw({ random, node }) {
    const arms = Array.from({ length: 1 + random.nat(2) }, () => node());
    return { arms, takes: random.nat(3), hasElse: arms.length > 1 && random.chance(50) };
  },
  isOne: (node) => node.arms !== undefined,
  comesTo({ id, arms = [], hasElse, takes = 0 }, key, walk) {
    const last = arms.length - 1;
    const cases = hasElse ? last : arms.length;
    const taken = takes < cases ? takes : hasElse ? last : undefined;
    if (taken === undefined) return { culprit: key };
    let comes = { says: {} } as Comes;
    arms.forEach((arm, index) => {
      const named = { ...arm, id: `${id}-${arm.id}` };
      const armKey = uniqueNodeId({ key, attempt: 0 }, named.id);
      if (index !== taken || !walk.isOpen(arm)) {
        walk.settle(armKey);
        return;
      }
      comes = walk.comesTo(named, armKey);
      walk.settle(armKey, comes);
    });
    // An arm may be taken over in a branch that was not.
    return "says" in comes ? { says: comes.says } : comes;
  },
};

/** Invariant 22: what it says is a list of its size, in order, with nothing where an element did not succeed. */
const array: Kind = {
  weight: 4,
  draw({ random }) {
    const size = random.nat(5);
    const work = random.pick<Pick<ArraySketch, "sleepMs" | "launches" | "cache">>([
      {},
      {},
      { cache: "each" },
      { cache: "serialized" },
      { sleepMs: random.pick([0, 20]) },
      { launches: "lp" },
    ]);
    const rule = random.pick<Pick<ArraySketch, "minRatio" | "minSuccesses">>([
      {},
      { minRatio: 0.5 },
      { minSuccesses: random.nat(size) },
    ]);
    const retries = "launches" in work ? 0 : random.nat(2);
    const timeoutMs = random.chance(20) ? random.pick([1, 200]) : 0;
    return { maps: { size, parallelism: random.nat(3), retries, timeoutMs, ...work, ...rule } };
  },
  isOne: (node) => node.maps !== undefined,
  comesTo({ maps = { size: 0 } }, key, walk) {
    walk.ran(key, 0);
    const { size, sleepMs, launches, cache, retries = 0, minSuccesses: count, minRatio: ratio } = maps;
    const elements = Array.from({ length: size }, (_, index) => {
      const each = subNodeKey(key, 0, index);
      const succeeds =
        sleepMs !== undefined ||
        (cache !== undefined && walk.isKept(each)) ||
        (launches !== undefined ? walk.fate(each, 0) === "succeed" : triesOf(walk.fate, each, retries).succeeds);
      return succeeds ? workSays(each, { x: index }).o : undefined;
    });
    const needed = count ?? (ratio === undefined ? size : Math.ceil(Math.fround(ratio) * size));
    if (elements.filter((each) => each !== undefined).length < needed) return { culprit: key };
    return { says: sleepMs === undefined ? { o: listSays(elements) } : {} };
  },
};

/** By the target they compile to; every target but the start and end node has at least one. */
export const kinds: Readonly<Record<Exclude<Target["kind"], "start" | "end">, readonly [Kind, ...Kind[]]>> = {
  workflow: [workflow],
  branch: [branch],
  gate: [gate],
  launchPlan: [launchPlan],
  array: [array],
  task: [sleep, echo, dynamic, cachedTask, task],
};

export const allKinds: readonly Kind[] = Object.values(kinds).flat();

export function kindOf(node: NodeSketch): Kind {
  return allKinds.find((kind) => kind.isOne(node)) ?? task;
}
