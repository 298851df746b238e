/** Random workflows, of all kinds of nodes (kinds.ts), as sketches. */
import type { NodeSketch, WorkflowSketch } from "@skein/compiler/testing/closure";
import { allKinds, type Drawing, type Kind, type Placeless } from "./kinds.ts";
import type { Random } from "./random.ts";

export interface DrawOptions {
  /** How many levels of workflows and branches there may be inside. */
  readonly depth: number;
  /** How many nodes a workflow has at most; those inside have fewer. */
  readonly size: number;
  readonly timeouts: boolean;
}

export function drawWorkflow(random: Random, options: DrawOptions): WorkflowSketch {
  const nodes = Array.from({ length: sizeOf(random, options.size) }, (_, index) =>
    placed(drawNode(random, options), index),
  );
  const handler = random.chance(40) ? placed(drawNode(random, options), 0) : undefined;
  return {
    nodes,
    outputs: nodes.length > 0 && random.chance(60) ? ["n0"] : [],
    // What reads nothing has no place for the error it is told.
    ...(handler?.sleepMs === undefined &&
      handler?.maps === undefined &&
      handler?.gate === undefined &&
      handler && { onFailure: { ...handler, id: "efn" } }),
  };
}

/** Now and then nothing at all, mostly more. */
const sizeOf = (random: Random, max: number): number => (random.chance(3) ? 0 : 1 + random.nat(max - 1));

function drawNode(random: Random, options: DrawOptions): Placeless {
  const inner = { ...options, depth: options.depth - 1, size: Math.ceil(options.size / 3) };
  const drawing: Drawing = {
    random,
    workflow: () => drawWorkflow(random, inner),
    node: () => drawNode(random, inner),
  };
  return {
    earlier: Array.from({ length: random.nat(3) }, () => random.nat(6)),
    retries: random.nat(1),
    timeoutMs: options.timeouts && random.chance(40) ? random.pick([1, 500, 5000]) : 0,
    ...drawKind(random, options.depth).draw(drawing),
  };
}

function drawKind(random: Random, depth: number): Kind {
  const flat = allKinds.filter((kind) => depth > 0 || !kind.isNested);
  let left = random.nat(flat.reduce((sum, { weight }) => sum + weight, 0) - 1);
  for (const kind of flat) {
    left -= kind.weight;
    if (left < 0) return kind;
  }
  throw new Error("No kind was drawn.");
}

/** Ids whose alphabetical order is not that of the list (n0, n5, n10, n15, …), and earlier nodes as far as there are. */
function placed({ earlier, arms, ...node }: Placeless, index: number): NodeSketch {
  const after = [...new Set(index === 0 ? [] : earlier.map((each) => `n${(each % index) * 5}`))];
  const here = { ...node, id: `n${index * 5}`, after };
  return arms === undefined ? here : { ...here, arms: arms.map((arm, each) => placedArm(arm, index, each)) };
}

/** Arms read nodes of the workflow, which the branch itself need not wait for; only what they read orders them. */
function placedArm(arm: Placeless, index: number, number: number): NodeSketch {
  const isReading =
    arm.sleepMs === undefined &&
    arm.maps === undefined &&
    arm.arms === undefined &&
    (arm.gate ?? "approve") === "approve";
  return { ...placed(isReading ? arm : { ...arm, earlier: [] }, index), id: `a${number}` };
}
