/**
 * The hub's end of the ports: knows which port is which tab's, and notices tabs that died.
 *
 * A tab holds a Web Lock for as long as it lives; the host asks for the same lock and gets it when the tab is gone,
 * crash included. Where there are no locks (plain http from another machine) tabs say that they are alive, and one
 * that has been silent for long is dropped; if it only slept, it is told so and says its topics again.
 */
import { fromBinary, toBinary } from "@bufbuild/protobuf";
import { SubscriptionSchema, WatchMessageSchema } from "@skein/spec/gen/skein/console/v1/console_pb";
import { assertNever } from "@skein/spec/never";
import { LiveHub, type Wire } from "./hub.ts";
import type { ToHub, ToTab } from "./protocol.ts";

/** Timers of hidden tabs fire once a minute at worst. */
const DEAD_AFTER_MS = 90_000;
const SWEEP_MS = 15_000;

/** The part of a MessagePort that is used. */
export interface Port {
  postMessage(message: ToTab): void;
}

interface Tab {
  port: Port;
  seenAt: number;
  locked: boolean;
}

export class HubHost {
  readonly #hub: LiveHub;
  readonly #tabs = new Map<string, Tab>();
  readonly #locks: LockManager | undefined;

  constructor(wire: Wire, locks: LockManager | undefined) {
    this.#locks = locks;
    this.#hub = new LiveHub(
      wire,
      {
        onMessage: (message, tabs) => {
          const bytes = toBinary(WatchMessageSchema, message);
          for (const [id, { port }] of this.#tabs) {
            if (tabs === "all" || tabs.has(id)) port.postMessage({ type: "message", bytes });
          }
        },
        onStatus: (status) => {
          for (const { port } of this.#tabs.values()) port.postMessage({ type: "status", status });
        },
      },
      { now: Date.now, random: Math.random, streamId: () => crypto.randomUUID?.() ?? randomId() },
    );
    setInterval(() => this.#sweep(), SWEEP_MS);
  }

  /** Speed up: the network is back. */
  retryNow(): void {
    this.#hub.retryNow();
  }

  receive(port: Port, message: ToHub): void {
    switch (message.type) {
      case "topics":
        this.#topics(port, message);
        return;
      case "alive":
        this.#alive(port, message.tab);
        return;
      case "bye":
        this.#drop(message.tab);
        return;
      default:
        assertNever(message, "message to the hub");
    }
  }

  #topics(port: Port, { tab, lock, subscriptions }: Extract<ToHub, { type: "topics" }>): void {
    if (!this.#tabs.has(tab)) this.#welcome(port, tab, lock);
    this.#seen(tab);
    this.#hub.setTopics(
      tab,
      subscriptions.map((bytes) => fromBinary(SubscriptionSchema, bytes)),
    );
  }

  #welcome(port: Port, tab: string, lock: string | undefined): void {
    const locked = lock !== undefined && this.#locks !== undefined;
    this.#tabs.set(tab, { port, seenAt: Date.now(), locked });
    port.postMessage({ type: "status", status: this.#hub.status });
    if (locked) {
      // Granted when the tab's own hold ends, which is when the tab ends.
      this.#locks?.request(lock, () => this.#drop(tab)).catch(() => this.#drop(tab));
    }
  }

  #alive(port: Port, tab: string): void {
    if (!this.#hub.knows(tab)) port.postMessage({ type: "lost" });
    this.#seen(tab);
    this.#hub.retryNow();
  }

  #seen(id: string): void {
    const tab = this.#tabs.get(id);
    if (tab) tab.seenAt = Date.now();
  }

  #drop(tab: string): void {
    if (this.#tabs.delete(tab)) this.#hub.removeTab(tab);
  }

  #sweep(): void {
    const now = Date.now();
    for (const [id, tab] of this.#tabs) if (!tab.locked && now - tab.seenAt > DEAD_AFTER_MS) this.#drop(id);
  }
}

/** `randomUUID` is missing on plain http from another machine; `getRandomValues` is not. */
export function randomId(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");
}
