/**
 * The page's side: at most one text is with the worker, and only the newest waits, so that typing never makes a queue.
 * A worker that stops or does not answer is ended and started anew with the newest text; after several times for one
 * text it is left, until the text changes.
 */
import type { CheckAnswer, CheckRequest, FromChecker, ToChecker } from "./protocol.ts";

/** The part of a worker that is used. */
export interface CheckWorker {
  postMessage(message: ToChecker): void;
  terminate(): void;
  addEventListener(type: "message", listener: (event: { readonly data: FromChecker }) => void): void;
  addEventListener(type: "error" | "messageerror", listener: (event: Event) => void): void;
}

export interface CheckClientParts {
  readonly start: () => CheckWorker;
  /** Asks the server: bytes of LookUpRequest to bytes of LookUpResponse. Rejects when it does not answer. */
  readonly lookUp: (request: Uint8Array) => Promise<Uint8Array>;
  readonly onAnswer: (answer: CheckAnswer) => void;
  /** The worker stopped: it was started again, or, after too often, not. */
  readonly onCrash: (crash: { readonly isLeft: boolean }) => void;
}

/** A text of ten thousand nodes takes a second; what takes this long will not end. */
const LONGEST_MS = 15_000;
const MOST_CRASHES = 3;

export class CheckClient {
  readonly #parts: CheckClientParts;
  #worker: CheckWorker | undefined;
  #busy: CheckRequest | undefined;
  #next: CheckRequest | undefined;
  #last: CheckRequest | undefined;
  #watch: ReturnType<typeof setTimeout> | undefined;
  #crashes = 0;
  #isClosed = false;

  constructor(parts: CheckClientParts) {
    this.#parts = parts;
  }

  /** Checks this text, in place of any that waits. */
  check(request: CheckRequest): void {
    if (request.text !== this.#last?.text) this.#crashes = 0;
    this.#last = request;
    this.#next = request;
    this.#send();
  }

  /** Looks up again what is registered. */
  forget(): void {
    this.#worker?.postMessage({ type: "forget" });
  }

  close(): void {
    this.#isClosed = true;
    this.#end();
  }

  #send(): void {
    if (this.#isClosed || this.#busy || !this.#next || this.#crashes >= MOST_CRASHES) return;
    this.#busy = this.#next;
    this.#next = undefined;
    this.#watch = setTimeout(() => this.#crash(), LONGEST_MS);
    this.#worker ??= this.#start();
    this.#worker.postMessage({ type: "check", request: this.#busy });
  }

  #start(): CheckWorker {
    const worker = this.#parts.start();
    const isCurrent = () => worker === this.#worker;
    worker.addEventListener("message", ({ data }) => {
      if (isCurrent()) this.#receive(data);
    });
    for (const type of ["error", "messageerror"] as const)
      worker.addEventListener(type, (event) => {
        event.preventDefault(); // it is said on the page
        if (isCurrent()) this.#crash();
      });
    return worker;
  }

  #receive(message: FromChecker): void {
    switch (message.type) {
      case "checked": {
        const { answer } = message;
        if (answer.revision === this.#busy?.revision) {
          this.#busy = undefined;
          clearTimeout(this.#watch);
        }
        // What a newer text overtook is not shown.
        if (answer.revision === this.#last?.revision) this.#parts.onAnswer(answer);
        this.#send();
        return;
      }
      case "question":
        void this.#ask(message.question, message.bytes);
        return;
    }
  }

  async #ask(question: number, request: Uint8Array): Promise<void> {
    const worker = this.#worker;
    const bytes = await this.#parts.lookUp(request).catch(() => undefined);
    if (worker === this.#worker) worker?.postMessage({ type: "found", question, bytes });
  }

  #crash(): void {
    this.#end();
    this.#crashes += 1;
    this.#next ??= this.#last;
    this.#parts.onCrash({ isLeft: this.#crashes >= MOST_CRASHES });
    this.#send();
  }

  #end(): void {
    clearTimeout(this.#watch);
    this.#worker?.terminate();
    this.#worker = undefined;
    this.#busy = undefined;
  }
}
