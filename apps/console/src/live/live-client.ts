/**
 * A tab's side of the one stream: its topics, what comes for them, and how the connection stands.
 *
 * It speaks to the SharedWorker; a browser without one gets the same hub inside the tab. Components use it through
 * use-topic.ts and status.ts.
 */
import { create, fromBinary, toBinary } from "@bufbuild/protobuf";
import { timestampMs } from "@bufbuild/protobuf/wkt";
import {
  SubscriptionSchema,
  type Topic,
  type WatchMessage,
  WatchMessageSchema,
} from "@skein/spec/gen/skein/console/v1/console_pb";
import { assertNever } from "@skein/spec/never";
import { serverClock } from "./clock.ts";
import type { CommitQueue } from "./commit-queue.ts";
import type { ConnectionStatus, ToHub, ToTab } from "./protocol.ts";
import { topicKey } from "./topic-key.ts";
import { advanced } from "./topic-registry.ts";

type Listener = (message: WatchMessage) => void;

interface Followed {
  topic: Topic;
  since: bigint;
  listeners: Set<Listener>;
}

export class LiveClient {
  readonly #followed = new Map<string, Followed>();
  readonly #statusListeners = new Set<() => void>();
  readonly #tab: string;
  readonly #lock: string | undefined;
  readonly #post: (message: ToHub) => void;
  readonly #commits: CommitQueue;
  #status: ConnectionStatus = { state: "connecting", since: Date.now() };
  #telling = false;

  /**
   * @param post hands a message to the hub
   * @param lock the Web Lock this tab holds while it lives, if there are locks
   */
  constructor(tab: string, lock: string | undefined, post: (message: ToHub) => void, commits: CommitQueue) {
    this.#tab = tab;
    this.#lock = lock;
    this.#post = post;
    this.#commits = commits;
    this.tell(); // even without topics: the connection dot and the server's clock want the stream
  }

  get status(): ConnectionStatus {
    return this.#status;
  }

  onStatus(listener: () => void): () => void {
    this.#statusListeners.add(listener);
    return () => this.#statusListeners.delete(listener);
  }

  /** Follows a topic from `since` on. Returns how to stop. */
  follow(topic: Topic, since: bigint, listener: Listener): () => void {
    const key = topicKey(topic);
    const followed = this.#followed.get(key);
    if (!followed) {
      this.#followed.set(key, { topic, since, listeners: new Set([listener]) });
      this.tell();
    } else {
      followed.listeners.add(listener);
      if (since < followed.since) {
        followed.since = since; // the hub goes back for an older view
        this.tell();
      }
    }
    return () => this.#unfollow(key, listener);
  }

  receive(message: ToTab): void {
    switch (message.type) {
      case "message":
        this.#message(fromBinary(WatchMessageSchema, message.bytes));
        return;
      case "status":
        this.#status = message.status;
        for (const listener of this.#statusListeners) listener();
        return;
      case "lost":
        this.tell();
        return;
      default:
        assertNever(message, "message to a tab");
    }
  }

  /** Says this tab's whole set of topics, once for all changes of this moment. */
  tell(): void {
    if (this.#telling) return;
    this.#telling = true;
    queueMicrotask(() => {
      this.#telling = false;
      const subscriptions = [...this.#followed.values()].map(toSubscriptionBytes);
      this.#post({ type: "topics", tab: this.#tab, lock: this.#lock, subscriptions });
    });
  }

  #message(message: WatchMessage): void {
    if (message.serverTime) serverClock.sample(timestampMs(message.serverTime), Date.now());
    const followed = message.topic && this.#followed.get(topicKey(message.topic));
    if (!followed) return;
    followed.since = advanced(followed.since, message);
    this.#commits.add(() => {
      for (const listener of followed.listeners) listener(message);
    });
  }

  #unfollow(key: string, listener: Listener): void {
    const followed = this.#followed.get(key);
    if (!followed?.listeners.delete(listener) || followed.listeners.size > 0) return;
    this.#followed.delete(key);
    this.tell();
  }
}

const toSubscriptionBytes = ({ topic, since }: Followed) =>
  toBinary(SubscriptionSchema, create(SubscriptionSchema, { topic, since }));
