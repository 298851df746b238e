import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { nothingRegistered } from "@skein/spec/authoring/registered";
import { readSpecs } from "@skein/spec/specs";
import { type CompileInput, compileWorkflow } from "../packages/compiler/src/workflow.ts";
import { chain, fan, layers, messagesOf, type Reads, tangle, textOf } from "./compiler-graphs.ts";
import { median, report, round } from "./report.ts";

const RUNS = 5;
const mode = "strict";

/** What it takes to compile, to check again after an edit, and to read the text: all on one core, after one warm-up. */
export function benchCompiler(): Promise<void> {
  benchSizes();
  benchShapes();
  benchMemory();
  benchText();
  return Promise.resolve();
}

function benchSizes(): void {
  const perNode: number[] = [];
  for (const size of [1_000, 2_000, 5_000, 10_000, 20_000]) {
    const input = messagesOf(tangle(size));
    const ms = timeOf(() => compileGood(input));
    perNode.push(ms / size);
    report({
      bench: "compile",
      nodes: size,
      bindings: size * 3,
      ms: round(ms, 1),
      microsPerNode: round((ms / size) * 1000, 2),
      // Not above one: no worse than linear.
      perNodeToSmallest: round(ms / size / (perNode[0] ?? Number.NaN)),
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
      ms: round(
        timeOf(() => compileGood(input)),
        1,
      ),
    });
  }
}

function benchText(): void {
  for (const nodes of [1_000, 10_000]) {
    const content = new TextEncoder().encode(textOf(tangle(nodes)));
    const target = { project: "bench", domain: "development" };
    const ms = timeOf(() => {
      const { diagnostics } = readSpecs([{ name: "big.yaml", content }], target, nothingRegistered);
      if (diagnostics.length > 0) throw new Error(diagnostics[0]?.message);
    });
    report({ bench: "read-yaml", nodes, bytes: content.length, ms: round(ms, 0) });
  }
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

function timeOf(work: () => void): number {
  work();
  const times = Array.from({ length: RUNS }, () => {
    const began = performance.now();
    work();
    return performance.now() - began;
  });
  return median(times);
}
