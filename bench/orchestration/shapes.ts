/** The loads of issue-sized promises: what is run, and what it may take. Leaves are core-sleep tasks: no container. */

export interface Shape {
  readonly name: string;
  readonly executions: number;
  /** Nodes of each execution. */
  readonly leaves: number;
  /** A fan has its leaves side by side, a chain one after the other; a map is one node of so many elements. */
  readonly form: "fan" | "chain" | "map";
  readonly sleepSeconds: number;
  readonly maxParallelism: number;
  /** Executions run before in the same process: whatever they leave in memory is in the figures of the others. */
  readonly warmUp: number;
  /** Rounds that are measured; the median counts. */
  readonly rounds: number;
  readonly limit: Bounds;
  readonly aim: Bounds;
}

interface Bounds {
  readonly seconds: number;
  readonly rssMiB?: number;
}

const shape = (
  name: string,
  given: Pick<Shape, "leaves" | "limit" | "aim"> & Partial<Omit<Shape, "name">>,
): readonly [string, Shape] => [
  name,
  { name, executions: 1, form: "fan", sleepSeconds: 0, maxParallelism: 1000, warmUp: 0, rounds: 3, ...given },
];

export const shapes: ReadonlyMap<string, Shape> = new Map([
  shape("fan", { leaves: 6000, limit: { seconds: 6 }, aim: { seconds: 2 } }),
  shape("chain", { leaves: 500, form: "chain", limit: { seconds: 2 }, aim: { seconds: 0.5 } }),
  shape("swarm-25", {
    executions: 25,
    leaves: 2000,
    sleepSeconds: 1,
    limit: { seconds: 60 },
    aim: { seconds: 25 },
  }),
  shape("swarm-100", {
    executions: 100,
    leaves: 2000,
    sleepSeconds: 1,
    warmUp: 10,
    rounds: 1,
    limit: { seconds: 240, rssMiB: 1024 },
    aim: { seconds: 100, rssMiB: 512 },
  }),
  shape("held", {
    executions: 20,
    leaves: 2000,
    sleepSeconds: 120,
    maxParallelism: 2000,
    rounds: 1,
    limit: { seconds: 150, rssMiB: 1536 },
    aim: { seconds: 125, rssMiB: 512 },
  }),
  shape("map", { leaves: 5000, form: "map", limit: { seconds: 6 }, aim: { seconds: 2 } }),
]);

/** The shape as somebody would write it. */
export function textOf({ form, leaves, sleepSeconds }: Shape): string {
  const nodes = form === "map" ? [mapOf(leaves, sleepSeconds)] : separate(form, leaves, sleepSeconds);
  return `
tasks:
  nap: { type: core-sleep, inputs: { time: duration } }
workflows:
  load:
    nodes:
${nodes.join("\n")}
`;
}

function mapOf(elements: number, seconds: number): string {
  const times = Array.from({ length: elements }, () => `${seconds}s`).join(", ");
  return `      n0: { map: nap, over: { time: [${times}] } }`;
}

function separate(form: "fan" | "chain", leaves: number, sleepSeconds: number): string[] {
  return Array.from({ length: leaves }, (_, n) => {
    const after = form === "chain" && n > 0 ? `, after: [n${n - 1}]` : "";
    return `      n${n}: { task: nap, with: { time: ${sleepSeconds}s }${after} }`;
  });
}
