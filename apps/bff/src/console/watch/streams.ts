/**
 * The open Watch streams: one per browser, each with the topics its tabs look at.
 *
 * A topic has a cursor and a mark "may have changed". A stream sleeps until one is marked, reads the marked topics
 * from their cursors and rests a moment: however fast things happen, a browser gets at most ten batches a second, of
 * current rows, and a slow one gets fewer and larger ones. Nothing is queued for anybody.
 */
import { create, toBinary } from "@bufbuild/protobuf";
import { timestampFromMs } from "@bufbuild/protobuf/wkt";
import {
  type Subscription,
  type Topic,
  TopicSchema,
  type WatchMessage,
  WatchMessageSchema,
} from "@skein/spec/gen/skein/console/v1/console_pb";
import { Problem } from "@skein/spec/problem";
import type { Log } from "../../log.ts";
import type { Delta, Feed } from "./feed.ts";

const HEARTBEAT_MS = 15_000;
const REST_MS = 100;
/** More than any browser has tabs; each costs a listener for every commit. */
const MOST_TOPICS = 256;

export type Feeds = Readonly<Record<NonNullable<Topic["kind"]["case"]>, Feed>>;

export interface Streams {
  /** The messages of one stream until `signal` is aborted or the same id is opened again. */
  open(streamId: string, signal: AbortSignal): AsyncGenerator<WatchMessage>;
  /** Replaces what the stream carries. @throws StreamNotFound when it is not open (any more) */
  subscribe(streamId: string, subscriptions: readonly Subscription[]): void;
  /** Ends all streams. */
  close(): void;
}

class StreamNotFound extends Problem {
  readonly kind = "notFound";
}

class InvalidSubscription extends Problem {
  readonly kind = "invalid";
}

interface Followed {
  /** Same topic, same key. */
  readonly key: string;
  readonly topic: KnownTopic;
  cursor: bigint;
  isMarked: boolean;
  /** Set once following failed: told to the stream, then the topic stays silent. */
  trouble: string | undefined;
  unfollow: () => void;
}

class Stream {
  readonly ended = new AbortController();
  followed: Followed[] = [];
  #wake: (() => void) | undefined;

  mark(followed: Followed): void {
    followed.isMarked = true;
    this.#wake?.();
  }

  /** Resolves to false when nothing was marked for so long that the other side should hear from us. */
  async changed(): Promise<boolean> {
    if (this.#hasMarks()) return true;
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, HEARTBEAT_MS);
      this.#wake = () => {
        clearTimeout(timer);
        resolve();
      };
      this.ended.signal.addEventListener("abort", this.#wake, { once: true });
    });
    if (this.#wake) this.ended.signal.removeEventListener("abort", this.#wake);
    this.#wake = undefined;
    return this.#hasMarks();
  }

  end(): void {
    this.ended.abort();
    for (const each of this.followed) each.unfollow();
    this.followed = [];
  }

  #hasMarks(): boolean {
    return this.followed.some((each) => each.isMarked);
  }
}

export function openStreams(feeds: Feeds, now: () => number, log: Pick<Log, "error">): Streams {
  const streams = new Map<string, Stream>();

  const message = (kind: WatchMessage["kind"], sequence = 0n, topic?: Topic): WatchMessage =>
    create(WatchMessageSchema, {
      sequence,
      serverTime: timestampFromMs(now()),
      kind,
      ...(topic ? { topic } : {}),
    });

  async function* carry(stream: Stream): AsyncGenerator<WatchMessage> {
    yield message({ case: "opened", value: { $typeName: "skein.console.v1.Opened" } });
    while (!stream.ended.signal.aborted) {
      if (!(await stream.changed())) {
        if (stream.ended.signal.aborted) return;
        yield message({ case: "heartbeat", value: { $typeName: "skein.console.v1.Heartbeat" } });
        continue;
      }
      for (const followed of stream.followed.filter((each) => each.isMarked)) {
        followed.isMarked = false;
        for (const delta of await read(stream, followed)) yield message(delta, followed.cursor, followed.topic);
      }
      await rest(stream.ended.signal);
    }
  }

  async function read(stream: Stream, followed: Followed): Promise<readonly Delta[]> {
    if (followed.trouble !== undefined) return [failed(followed.trouble)];
    const since = followed.cursor;
    try {
      const { deltas, upTo, more } = await feeds[followed.topic.kind.case].read(followed.topic, since);
      // Another tab may have set it back meanwhile: then it is marked, and what that tab misses is read next.
      if (followed.cursor === since) followed.cursor = upTo;
      if (more) stream.mark(followed);
      return deltas;
    } catch (reason) {
      if (reason instanceof Problem) return [failed(reason.message)];
      // One topic that cannot be read must not take the others of this browser with it.
      log.error("A topic could not be read", { topic: followed.topic.kind.case, cause: reason });
      return [failed("It cannot be followed just now, for a reason of the server's own; its log says which. Reload.")];
    }
  }

  function follow(stream: Stream, { key, topic, since }: Wanted): Followed {
    const followed: Followed = { key, topic, cursor: since, isMarked: true, trouble: undefined, unfollow: () => {} };
    try {
      followed.unfollow = feeds[topic.kind.case].follow(topic, () => stream.mark(followed));
    } catch (reason) {
      if (!(reason instanceof Problem)) throw reason;
      followed.trouble = reason.message;
    }
    return followed;
  }

  return {
    async *open(streamId, signal) {
      if (streamId.length < 16)
        throw new InvalidSubscription("stream_id must be at least 16 characters, chosen at random by the client");
      const stream = new Stream();
      streams.get(streamId)?.end();
      streams.set(streamId, stream);
      const end = () => stream.end();
      signal.addEventListener("abort", end, { once: true });
      try {
        yield* carry(stream);
      } finally {
        signal.removeEventListener("abort", end);
        stream.end();
        if (streams.get(streamId) === stream) streams.delete(streamId);
      }
    },
    subscribe(streamId, subscriptions) {
      const stream = streams.get(streamId);
      if (!stream) throw new StreamNotFound(`No stream ${streamId} is open; call Watch first, or again`);
      const wanted = parseSubscriptions(subscriptions);
      const before = stream.followed;
      stream.followed = wanted.map((each) => {
        const known = before.find(({ key }) => key === each.key);
        if (!known || known.trouble !== undefined) return follow(stream, each);
        // Another tab took it up with an older view: rows sent before it came are sent again.
        if (each.since < known.cursor) {
          known.cursor = each.since;
          known.isMarked = true;
        }
        return known;
      });
      for (const each of before) if (!stream.followed.includes(each)) each.unfollow();
      for (const each of stream.followed) if (each.isMarked) stream.mark(each);
    },
    close() {
      for (const stream of streams.values()) stream.end();
    },
  };
}

type KnownTopic = Topic & { readonly kind: Exclude<Topic["kind"], { case: undefined }> };

interface Wanted {
  readonly key: string;
  readonly topic: KnownTopic;
  readonly since: bigint;
}

const isKnown = (topic: Topic | undefined): topic is KnownTopic => topic?.kind.case !== undefined;

/** Each topic once, from the oldest cursor anybody has of it. Checked before anything is followed. */
function parseSubscriptions(subscriptions: readonly Subscription[]): Wanted[] {
  if (subscriptions.length > MOST_TOPICS)
    throw new InvalidSubscription(
      `${subscriptions.length} subscriptions are more than a stream carries (${MOST_TOPICS}); open another stream`,
    );
  const wanted = new Map<string, Wanted>();
  for (const { topic, since } of subscriptions) {
    if (!isKnown(topic))
      throw new InvalidSubscription("A subscription without a topic; name an execution, a list, a log or the runner");
    const key = Buffer.from(toBinary(TopicSchema, topic)).toString("latin1");
    const known = wanted.get(key);
    if (!known || since < known.since) wanted.set(key, { key, topic, since });
  }
  return [...wanted.values()];
}

const failed = (text: string): Delta => ({
  case: "failed",
  value: { $typeName: "skein.console.v1.TopicFailed", message: text },
});

function rest(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) return resolve();
    const timer = setTimeout(done, REST_MS);
    function done() {
      clearTimeout(timer);
      signal.removeEventListener("abort", done);
      resolve();
    }
    signal.addEventListener("abort", done, { once: true });
  });
}
