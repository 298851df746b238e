/**
 * MD5 of a large payload on another core, while this one moves its bytes: it is the half of what a large upload costs.
 *
 * Bytes are gathered in blocks of shared memory; a few are under way at a time, and who fills them faster than they
 * are hashed waits. One worker serves all uploads; it starts with the first large one and keeps no process alive.
 */
import { Worker } from "node:worker_threads";

export interface Md5Request {
  readonly kind: "update" | "finish" | "drop";
  readonly id: number;
  readonly block: SharedArrayBuffer;
  readonly length: number;
}

export interface Md5Answer {
  readonly id: number;
  /** Undefined: a block was hashed and is free again. */
  readonly md5: Uint8Array | undefined;
}

const BLOCK_BYTES = 1024 * 1024;
const BLOCKS = 4;
const none = new SharedArrayBuffer(0);

export class ParallelMd5 {
  readonly #id: number;
  readonly #free: SharedArrayBuffer[] = [];
  readonly #busy: SharedArrayBuffer[] = [];
  #made = 0;
  #current: SharedArrayBuffer | undefined;
  #filled = 0;
  #wake: (() => void) | undefined;
  #digest: Uint8Array | undefined;
  #failure: Error | undefined;

  constructor() {
    this.#id = register(this);
  }

  async update(bytes: Uint8Array): Promise<void> {
    for (let at = 0; at < bytes.length; ) {
      this.#current ??= await this.#takeBlock();
      const length = Math.min(bytes.length - at, BLOCK_BYTES - this.#filled);
      new Uint8Array(this.#current, this.#filled, length).set(bytes.subarray(at, at + length));
      this.#filled += length;
      at += length;
      if (this.#filled === BLOCK_BYTES) this.#send();
    }
  }

  async finish(): Promise<Buffer> {
    if (this.#filled > 0) this.#send();
    post({ kind: "finish", id: this.#id, block: none, length: 0 });
    while (!this.#digest) await this.#change();
    forget(this.#id);
    return Buffer.from(this.#digest);
  }

  /** It is not wanted any more. */
  drop(): void {
    forget(this.#id);
    post({ kind: "drop", id: this.#id, block: none, length: 0 });
  }

  heard({ md5 }: Md5Answer): void {
    const block = this.#busy.shift();
    if (md5) this.#digest = md5;
    else if (block) this.#free.push(block);
    this.#wake?.();
  }

  failed(cause: Error): void {
    this.#failure = cause;
    this.#wake?.();
  }

  #send(): void {
    if (!this.#current) return;
    post({ kind: "update", id: this.#id, block: this.#current, length: this.#filled });
    this.#busy.push(this.#current);
    this.#current = undefined;
    this.#filled = 0;
  }

  async #takeBlock(): Promise<SharedArrayBuffer> {
    for (;;) {
      const block = this.#free.pop();
      if (block) return block;
      if (this.#made < BLOCKS) {
        this.#made += 1;
        return new SharedArrayBuffer(BLOCK_BYTES);
      }
      await this.#change();
    }
  }

  async #change(): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#wake = resolve;
    if (!this.#failure) await promise;
    if (this.#failure) throw this.#failure;
  }
}

const open = new Map<number, ParallelMd5>();
let lastId = 0;
let worker: Worker | undefined;

function register(md5: ParallelMd5): number {
  lastId += 1;
  open.set(lastId, md5);
  return lastId;
}

const forget = (id: number): boolean => open.delete(id);

function post(request: Md5Request): void {
  worker ??= startWorker();
  worker.postMessage(request);
}

function startWorker(): Worker {
  const started = new Worker(new URL("./md5-worker.ts", import.meta.url));
  started.on("message", (answer: Md5Answer) => open.get(answer.id)?.heard(answer));
  started.on("error", (cause) => {
    worker = undefined;
    for (const md5 of open.values()) md5.failed(cause instanceof Error ? cause : new Error(String(cause)));
    open.clear();
  });
  started.unref(); // after the listeners, which hold it
  return started;
}
