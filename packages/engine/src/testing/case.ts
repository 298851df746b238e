/** One case of a simulation: what is run, and what goes wrong meanwhile. Plain values, drawn from a seed. */
import type { WorkflowSketch } from "@skein/compiler/testing/closure";
import { drawWorkflow } from "./draw.ts";
import { type Random, randomOf } from "./random.ts";

export interface Case {
  readonly seed: number;
  /** Says what the cache has. */
  readonly cacheSeed: number;
  readonly sketch: WorkflowSketch;
  readonly maxParallelism: number;
  readonly taskRetries: number;
  /** Of 100 attempts, how many fail. */
  readonly harshness: number;
  readonly faults: readonly Fault[];
}

/** Something that goes wrong, or that somebody does, once so many events have come in. */
export type Fault = {
  readonly after: number;
} /** The process dies; with `loses`, after the next event was taken in, but before it was committed. */ & (
  | { readonly kind: "crash"; readonly loses: boolean }
  /** An event comes once more, the `which`th of the journal. */
  | { readonly kind: "repeat"; readonly which: number }
  /** An event comes for what is not there. */
  | { readonly kind: "foreign"; readonly which: number }
  /** The container engine cannot be reached; with `kills`, what ran has ended by that. */
  | { readonly kind: "engineGone"; readonly ms: number; readonly kills: boolean }
  /** The store takes no commits, or values cannot be written. */
  | { readonly kind: "storeGone" | "valuesGone"; readonly ms: number }
  | { readonly kind: "clockJumps"; readonly ms: number }
  /** The next word of a container does not come; it is heard when it is listed again. */
  | { readonly kind: "deaf" }
  /** Somebody removes a running container. */
  | { readonly kind: "vanish"; readonly which: number }
  /** A container with our label is there, which nobody made. */
  | { readonly kind: "ghost" }
  | { readonly kind: "abort" }
  /** Somebody wants nodes held there, the `which`th place of the drawing. */
  | {
      readonly kind: "breakpoint" | "breakpointGone";
      readonly which: number;
      readonly when: "before" | "after";
      readonly isConditional: boolean;
    }
);

const drawOptions = (random: Random) => ({
  depth: random.nat(2),
  size: random.pick([4, 8, 16]),
  timeouts: random.chance(30),
});

export function drawCase(seed: number): Case {
  const random = randomOf(seed);
  const sketch = { ...drawWorkflow(random, drawOptions(random)) };
  return {
    seed,
    cacheSeed: seed,
    sketch: { ...sketch, failAfter: random.chance(60) },
    maxParallelism: random.nat(3),
    taskRetries: random.pick([0, 0, 1]),
    harshness: random.pick([0, 10, 40, 70]),
    faults: Array.from({ length: random.pick([0, 3, 8]) }, () => drawFault(random)),
  };
}

function drawFault(random: Random): Fault {
  const after = 1 + random.nat(random.pick([5, 20, 80]));
  const ms = random.pick([10, 1000, 8000]);
  const which = random.nat(100);
  const breakpoint = {
    when: random.pick<"before" | "after">(["before", "before", "after"]),
    isConditional: random.chance(30),
  };
  return random.pick<Fault>([
    { after, kind: "crash", loses: false },
    { after, kind: "crash", loses: true },
    { after, kind: "crash", loses: random.chance(50) },
    { after, kind: "repeat", which },
    { after, kind: "repeat", which },
    { after, kind: "foreign", which },
    { after, kind: "engineGone", ms, kills: random.chance(50) },
    { after, kind: "storeGone", ms },
    // Long enough for an execution to be given up, now and then.
    { after, kind: "valuesGone", ms: random.chance(10) ? 3_600_000 : ms },
    { after, kind: "clockJumps", ms: random.chance(50) ? -ms : ms },
    { after, kind: "deaf" },
    { after, kind: "vanish", which },
    { after, kind: "ghost" },
    { after, kind: "abort" },
    { after: random.nat(after), kind: "breakpoint", which, ...breakpoint },
    { after, kind: "breakpoint", which: random.nat(100), ...breakpoint },
    { after, kind: "breakpointGone", which, ...breakpoint },
  ]);
}
