/**
 * The open Watch streams: one per browser, each with the topics its tabs look at.
 *
 * A topic has a cursor and a mark "may have changed". A stream sleeps until one is marked, reads the marked topics
 * from their cursors and rests a moment: however fast things happen, a browser gets at most ten batches a second, of
 * current rows, and a slow one gets fewer and larger ones. Nothing is queued for anybody.
 */
import { create, equals } from "@bufbuild/protobuf";
import { timestampFromMs } from "@bufbuild/protobuf/wkt";
import {
  type Subscription,
  type Topic,
  TopicSchema,
  type WatchMessage,
  WatchMessageSchema,
} from "@skein/spec/gen/skein/console/v1/console_pb";
import { Problem } from "@skein/spec/problem";
import type { Delta, Feed } from "./feed.ts";

const HEARTBEAT_MS = 15_000;
const REST_MS = 100;

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
  readonly topic: Topic;
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

export function openStreams(feeds: Feeds, now: () => number): Streams {
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
    try {
      const { deltas, upTo, more } = await feedOf(followed.topic).read(followed.topic, followed.cursor);
      if (upTo > followed.cursor) followed.cursor = upTo;
      if (more) stream.mark(followed);
      return deltas;
    } catch (reason) {
      if (!(reason instanceof Problem)) throw reason;
      return [failed(reason.message)];
    }
  }

  function feedOf(topic: Topic): Feed {
    if (topic.kind.case === undefined)
      throw new InvalidSubscription("A subscription without a topic; name an execution, a list, a log or the runner");
    return feeds[topic.kind.case];
  }

  function follow(stream: Stream, { topic, since }: Subscription): Followed {
    if (!topic) throw new InvalidSubscription("A subscription without a topic");
    const followed: Followed = { topic, cursor: since, isMarked: true, trouble: undefined, unfollow: () => {} };
    const feed = feedOf(topic);
    try {
      followed.unfollow = feed.follow(topic, () => stream.mark(followed));
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
      const before = stream.followed;
      stream.followed = subscriptions.map((each) => {
        const known = before.find(({ topic }) => each.topic && equals(TopicSchema, topic, each.topic));
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
