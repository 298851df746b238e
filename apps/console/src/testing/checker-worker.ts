import { Checker } from "../screens/author/check/checker.ts";
import type { FromChecker, ToChecker } from "../screens/author/check/protocol.ts";

/** The editor's worker inside the test: the same checker, answering a moment later. Other workers stay idle. */
export class InProcessWorker extends EventTarget {
  static crashes = 0;
  readonly #isChecker: boolean;
  readonly #checker = new Checker(
    (message) => setTimeout(() => this.#say(message), 0),
    () => 0,
  );

  constructor(url: URL | string) {
    super();
    this.#isChecker = String(url).includes("checker.worker");
  }

  postMessage(message: ToChecker): void {
    if (!this.#isChecker) return;
    if (InProcessWorker.crashes > 0) {
      InProcessWorker.crashes -= 1;
      setTimeout(() => this.dispatchEvent(new Event("error", { cancelable: true })), 0);
      return;
    }
    this.#checker.receive(structuredClone(message));
  }

  terminate(): void {}

  #say(message: FromChecker): void {
    this.dispatchEvent(new MessageEvent("message", { data: structuredClone(message) }));
  }
}
