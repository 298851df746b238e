import type { Topic, WatchMessage } from "@skein/spec/gen/skein/console/v1/console_pb";
import type { Live } from "../live/live-context.ts";
import type { ConnectionStatus } from "../live/protocol.ts";

interface Followed {
  readonly topic: Topic;
  readonly since: bigint;
  readonly listener: (message: WatchMessage) => void;
}

/** A connection whose messages are sent and whose state is set by hand. */
export class FakeLive implements Live {
  readonly followed = new Set<Followed>();
  readonly #watchers = new Set<() => void>();
  status: ConnectionStatus;

  constructor(state: ConnectionStatus["state"] = "live") {
    this.status = { state, since: Date.now() };
  }

  become(state: ConnectionStatus["state"], since = Date.now()): void {
    this.status = { state, since };
    for (const watcher of this.#watchers) watcher();
  }

  onStatus(listener: () => void): () => void {
    this.#watchers.add(listener);
    return () => this.#watchers.delete(listener);
  }

  follow(topic: Topic, since: bigint, listener: (message: WatchMessage) => void): () => void {
    const entry = { topic, since, listener };
    this.followed.add(entry);
    return () => this.followed.delete(entry);
  }

  /** Hands a message to all who follow a topic of its kind. */
  send(kind: Topic["kind"]["case"], message: WatchMessage): void {
    for (const { topic, listener } of this.followed) if (topic.kind.case === kind) listener(message);
  }
}
