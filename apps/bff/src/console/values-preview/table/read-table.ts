/**
 * Tables are read in a thread of their own: megabytes of somebody's data, which nobody else waits for, and which may be
 * made to take for ever. It is ended when it takes too long, or when nobody wants to know any more.
 */
import { Worker } from "node:worker_threads";
import type { TableFormat } from "../recognise.ts";
import { NotReadable } from "./source.ts";
import type { Table } from "./table-builder.ts";

export interface TableRequest {
  readonly format: TableFormat;
  /** Of its parts, in order. */
  readonly paths: readonly string[];
}

export type TableAnswer = { readonly table: Table } | { readonly problem: string };

const PATIENCE_MS = 30_000;
/** More would take the machine from the tasks. */
const MOST_AT_ONCE = 2;

let running = 0;
const waiting: (() => void)[] = [];

/** @throws NotReadable when it is not what it seems, or takes too long */
export async function readTable(request: TableRequest, signal: AbortSignal, patienceMs = PATIENCE_MS): Promise<Table> {
  while (running >= MOST_AT_ONCE) await new Promise<void>((resolve) => waiting.push(resolve));
  running += 1;
  try {
    signal.throwIfAborted();
    return await inThread(request, signal, patienceMs);
  } finally {
    running -= 1;
    waiting.shift()?.();
  }
}

async function inThread(request: TableRequest, signal: AbortSignal, patienceMs: number): Promise<Table> {
  const worker = new Worker(new URL("./table-worker.ts", import.meta.url), {
    workerData: request,
    resourceLimits: { maxOldGenerationSizeMb: 512 },
  });
  const { promise, resolve, reject } = Promise.withResolvers<Table>();
  const tooLong = setTimeout(
    () => reject(new NotReadable(`It takes more than ${patienceMs / 1000} s to read this table; download it`)),
    patienceMs,
  );
  const onAbort = () => reject(signal.reason);
  signal.addEventListener("abort", onAbort);
  worker.once("message", (answer: TableAnswer) => {
    if ("table" in answer) resolve(answer.table);
    else reject(new NotReadable(answer.problem));
  });
  worker.once("error", (cause) => reject(asProblem(cause)));
  worker.once("exit", () => reject(new Error("The thread that read a table ended without an answer")));
  try {
    return await promise;
  } finally {
    clearTimeout(tooLong);
    signal.removeEventListener("abort", onAbort);
    await worker.terminate();
  }
}

/** Running out of memory is what a table can do; all else is ours. */
const asProblem = (cause: unknown) =>
  cause instanceof Error && "code" in cause && cause.code === "ERR_WORKER_OUT_OF_MEMORY"
    ? new NotReadable("It takes too much memory to read this table; download it", { cause })
    : cause;
