/// The compiler in a worker of its own: a long text never stops the typing.
import { Checker } from "./checker.ts";
import type { FromChecker, ToChecker } from "./protocol.ts";

/** The part of DedicatedWorkerGlobalScope that is used: the page's DOM types do not know it. */
interface WorkerScope {
  addEventListener(type: "message", listener: (event: MessageEvent<ToChecker>) => void): void;
  postMessage(message: FromChecker): void;
}

// This file runs as a worker only, where the global object is this.
const scope = globalThis as unknown as WorkerScope;
const checker = new Checker(
  (message) => scope.postMessage(message),
  () => performance.now(),
);
scope.addEventListener("message", ({ data }) => checker.receive(data));
