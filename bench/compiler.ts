import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { nothingRegistered } from "@skein/spec/authoring/registered";
import { readSpecs } from "@skein/spec/specs";
import { type CompileInput, compileWorkflow, createCompiler } from "../packages/compiler/src/workflow.ts";
import { chain, fan, layers, messagesOf, nodeOf, type Reads, tangle, textOf } from "./compiler-graphs.ts";
import { median, report, round } from "./report.ts";

const RUNS = 5;
const mode = "strict";

/** What it takes to compile, to check again after an edit, and to read the text: all on one core, after one warm-up. */
export function benchCompiler(): Promise<void> {
  benchSizes();
  benchShapes();
  benchRecheck();
  benchMemory();
  benchText();
  return Promise.resolve();
}

function benchSizes(): void {
  const perNode: number[] = [];
  for (const size of [1_000, 2_000, 5_000, 10_000, 20_000]) {
    const input = messagesOf(tangle(size));
    const times = timeOf(() => compileGood(input));
    perNode.push(times.cpuMs / size);
    report({
      bench: "compile",
      nodes: size,
      bindings: size * 3,
      ...times,
      microsPerNode: round((times.cpuMs / size) * 1000, 2),
      // Not above one: no worse than linear.
      perNodeToSmallest: round(times.cpuMs / size / (perNode[0] ?? Number.NaN)),
    });
  }
}

function benchShapes(): void {
  const shapes: Readonly<Record<string, Reads>> = {
    chain: chain(10_000),
    fan: fan(10_000),
    layers: layers(100, 100),
  };
  for (const [shape, reads] of Object.entries(shapes)) {
    const input = messagesOf(reads);
    report({
      bench: "compile",
      shape,
      nodes: reads.length,
      ...timeOf(() => compileGood(input)),
    });
  }
}

function benchText(): void {
  for (const nodes of [1_000, 10_000]) {
    const content = new TextEncoder().encode(textOf(tangle(nodes)));
    const target = { project: "bench", domain: "development" };
    const times = timeOf(() => {
      const { diagnostics } = readSpecs([{ name: "big.yaml", content }], target, nothingRegistered);
      if (diagnostics.length > 0) throw new Error(diagnostics[0]?.message);
    });
    report({ bench: "read-yaml", nodes, bytes: content.length, ...times });
  }
}

/** After an edit to one node of ten thousand. The others come as the same messages, or read anew with the same content. */
function benchRecheck(): void {
  const reads = tangle(10_000);
  const input = messagesOf(reads);
  const middle = input.primary.nodes.length / 2;
  const edits: Readonly<Record<string, (turn: number) => CompileInput>> = {
    constant: (turn) => withNode(input, middle, ([a, b]) => [b, a, turn]),
    edge: (turn) => withNode(input, middle, ([a]) => [a, turn % 2 === 0 ? middle - 1 : middle - 2, 0]),
    none: () => input,
    "constant, messages anew": (turn) => withNode(messagesOf(reads), middle, ([a, b]) => [a, b, turn]),
  };
  for (const [edit, make] of Object.entries(edits)) {
    const compiler = createCompiler();
    compiler.compile(input, { mode });
    let checkedNodes = 0;
    const turns = Array.from({ length: 15 }, (_, turn) => {
      const edited = make(turn);
      return () => {
        ({ checkedNodes } = compiler.compile(edited, { mode }));
      };
    });
    // The first few are the warm-up.
    for (const turn of turns.slice(0, 5)) turn();
    const times = timesOf(turns.slice(5));
    report({ bench: "recheck", edit, nodes: reads.length, checkedNodes, ...times });
  }
}

/** The input with other values at one node; the rest is shared. */
function withNode(
  input: CompileInput,
  at: number,
  change: (read: readonly [number, number]) => readonly [number, number, number],
): CompileInput {
  const nodes = [...input.primary.nodes];
  const [a, b, c] = change([at - 1, at - 2]);
  nodes[at] = nodeOf(at, a, b, c);
  return { ...input, primary: { ...input.primary, nodes } };
}

/** What the heap grows by while the input, and then its closure, is held. */
function benchMemory(): void {
  const before = heapBytes();
  const input = messagesOf(tangle(10_000));
  const withInput = heapBytes();
  const { closure } = compileWorkflow(input, { mode });
  const withClosure = heapBytes();
  const megabytes = (bytes: number) => round(bytes / 2 ** 20, 1);
  report({
    bench: "compile-memory",
    nodes: (closure?.primary?.template?.nodes.length ?? 0) - 2,
    inputMiB: megabytes(withInput - before),
    closureMiB: megabytes(withClosure - withInput),
  });
}

function heapBytes(): number {
  setFlagsFromString("--expose-gc");
  runInNewContext("gc")();
  return process.memoryUsage().heapUsed;
}

function compileGood(input: CompileInput): void {
  const { closure, diagnostics } = compileWorkflow(input, { mode });
  if (!closure) throw new Error(diagnostics[0]?.message ?? "no closure");
}

/**
 * The median of the thread's own CPU time, and the shortest time on the wall. Other work on the machine adds to the
 * second at will, and to the first only by what it takes from the caches.
 */
interface Times {
  readonly cpuMs: number;
  readonly bestMs: number;
}

function timeOf(work: () => void): Times {
  work();
  return timesOf(Array.from({ length: RUNS }, () => work));
}

function timesOf(turns: readonly (() => void)[]): Times {
  const times = turns.map((work) => {
    const [cpu, wall] = [process.threadCpuUsage(), performance.now()];
    work();
    const { user, system } = process.threadCpuUsage(cpu);
    return { cpu: (user + system) / 1000, wall: performance.now() - wall };
  });
  return {
    cpuMs: round(median(times.map(({ cpu }) => cpu)), 1),
    bestMs: round(Math.min(...times.map(({ wall }) => wall)), 1),
  };
}
