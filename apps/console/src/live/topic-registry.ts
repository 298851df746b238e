/**
 * Who wants which topic, and how far each has been carried: the pure heart of the one stream per browser.
 *
 * A topic is carried once for all tabs. Deltas hold whole rows, so a tab that joins later with an older view only makes
 * the topic go back to there; the others see rows they know and lose nothing.
 */
import { create } from "@bufbuild/protobuf";
import {
  type Subscription,
  SubscriptionSchema,
  type Topic,
  type WatchMessage,
} from "@skein/spec/gen/skein/console/v1/console_pb";
import { topicKey } from "./topic-key.ts";

interface Carried {
  topic: Topic;
  /** Resume from here: a sequence, for a log a number of lines. */
  since: bigint;
  tabs: Set<string>;
  /** The server said that it cannot carry it; asked for again only when a tab asks anew. */
  failed: boolean;
  /** Went back, and the server does not know yet: what comes now says nothing about the gap to be filled. */
  goingBack: boolean;
}

export class TopicRegistry {
  readonly #topics = new Map<string, Carried>();

  /** A tab's whole set of topics from now on. Returns whether the server has to be told. */
  setTopics(tab: string, subscriptions: readonly Subscription[]): boolean {
    let changed = false;
    const wanted = new Set<string>();
    for (const { topic, since } of subscriptions) {
      if (!topic) continue;
      const key = topicKey(topic);
      wanted.add(key);
      changed = this.#join(tab, key, topic, since) || changed;
    }
    return this.#leave(tab, (key) => !wanted.has(key)) || changed;
  }

  /** Returns whether the server has to be told. */
  removeTab(tab: string): boolean {
    return this.#leave(tab, () => true);
  }

  /** Takes note of how far a message brings its topic; returns the tabs to hand it to. */
  receive(message: WatchMessage): ReadonlySet<string> {
    const carried = message.topic && this.#topics.get(topicKey(message.topic));
    if (!carried) return nobody;
    if (message.kind.case === "failed") carried.failed = true;
    else if (!carried.goingBack) carried.since = advanced(carried.since, message);
    return carried.tabs;
  }

  /** All that the stream shall carry, each from where it was left. */
  subscriptions(): Subscription[] {
    return [...this.#topics.values()].filter(({ failed }) => !failed).map(toSubscription);
  }

  /** The server has accepted the last `subscriptions()`, and nothing changed since. */
  settle(): void {
    for (const carried of this.#topics.values()) carried.goingBack = false;
  }

  #join(tab: string, key: string, topic: Topic, since: bigint): boolean {
    const carried = this.#topics.get(key);
    if (!carried) {
      this.#topics.set(key, { topic, since, tabs: new Set([tab]), failed: false, goingBack: false });
      return true;
    }
    const again = carried.failed && !carried.tabs.has(tab);
    carried.tabs.add(tab);
    if (again) carried.failed = false;
    if (since >= carried.since) return again;
    carried.since = since;
    carried.goingBack = true;
    return true;
  }

  #leave(tab: string, leaves: (key: string) => boolean): boolean {
    let changed = false;
    for (const [key, carried] of this.#topics) {
      if (!leaves(key) || !carried.tabs.delete(tab) || carried.tabs.size > 0) continue;
      this.#topics.delete(key);
      changed = true;
    }
    return changed;
  }
}

/** Where a topic stands after a message: for a log its lines, for everything else the store's sequence. */
export function advanced(since: bigint, message: WatchMessage): bigint {
  if (message.kind.case !== "log") return message.sequence > since ? message.sequence : since;
  const last = message.kind.value.lines.at(-1);
  return last && last.number + 1n > since ? last.number + 1n : since;
}

const nobody: ReadonlySet<string> = new Set();
const toSubscription = ({ topic, since }: Carried) => create(SubscriptionSchema, { topic, since });
