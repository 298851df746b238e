import { create } from "@bufbuild/protobuf";
import {
  type Subscription,
  SubscriptionSchema,
  TopicSchema,
  type WatchMessage,
} from "@skein/spec/gen/skein/console/v1/console_pb";
import { Problem } from "@skein/spec/problem";
import { afterEach, describe, expect, test } from "vitest";
import type { Feed } from "./feed.ts";
import { type Feeds, openStreams, type Streams } from "./streams.ts";

class Gone extends Problem {
  readonly kind = "notFound";
}

/** A feed whose sequence the test moves; each delta is an empty entities delta. */
function handFeed() {
  const listeners = new Set<() => void>();
  const state = { sequence: 0n, reads: [] as bigint[], refuses: false, whileReading: () => {} };
  const feed: Feed = {
    follow(_topic, changed) {
      if (state.refuses) throw new Gone("No such thing");
      listeners.add(changed);
      return () => listeners.delete(changed);
    },
    read(_topic, since) {
      state.reads.push(since);
      state.whileReading();
      if (since >= state.sequence) return { deltas: [], upTo: since };
      return {
        deltas: [{ case: "entities", value: { $typeName: "skein.console.v1.EntitiesDelta" } }],
        upTo: state.sequence,
      };
    },
  };
  const moveTo = (sequence: bigint) => {
    state.sequence = sequence;
    for (const changed of listeners) changed();
  };
  return { feed, state, moveTo, listeners };
}

const id = "stream-0123456789abcdef";
const entities = (since = 0n): Subscription =>
  create(SubscriptionSchema, {
    since,
    topic: create(TopicSchema, { kind: { case: "entities", value: { project: "p", domain: "d" } } }),
  });

let streams: Streams | undefined;
afterEach(() => streams?.close());

function setUp() {
  const hand = handFeed();
  const none: Feed = { follow: () => () => {}, read: (_topic, since) => ({ deltas: [], upTo: since }) };
  const feeds: Feeds = {
    execution: none,
    events: none,
    executions: none,
    log: none,
    lines: none,
    entities: hand.feed,
    runner: none,
  };
  const errors: string[] = [];
  const opened = openStreams(feeds, () => 1000, { error: (message) => errors.push(message) });
  streams = opened;
  const abort = new AbortController();
  const reader = opened.open(id, abort.signal);
  const next = async (): Promise<WatchMessage> => {
    const { value, done } = await reader.next();
    if (done) throw new Error("the stream ended");
    return value;
  };
  return { ...hand, streams: opened, reader, next, abort, errors };
}

describe("a stream", () => {
  test("opens, then carries what changed after the cursor, with the sequence it is complete to", async () => {
    const { streams, next, moveTo } = setUp();
    expect((await next()).kind.case).toBe("opened");
    moveTo(7n);
    streams.subscribe(id, [entities(3n)]);
    const message = await next();
    expect(message.kind.case).toBe("entities");
    expect(message.sequence).toBe(7n);
    expect(message.topic?.kind.case).toBe("entities");
  });

  test("sends nothing for a topic whose cursor is up to date, and wakes when it moves", async () => {
    const { streams, next, moveTo, state } = setUp();
    await next();
    moveTo(5n);
    streams.subscribe(id, [entities(5n)]);
    const waiting = next();
    setTimeout(() => moveTo(6n), 20);
    expect((await waiting).sequence).toBe(6n);
    expect(state.reads).toEqual([5n, 5n]);
  });

  test("reads a carried topic again from an older cursor when another tab brings one", async () => {
    const { streams, next, moveTo, state } = setUp();
    await next();
    moveTo(9n);
    streams.subscribe(id, [entities(0n)]);
    await next();
    streams.subscribe(id, [entities(4n)]);
    expect((await next()).sequence).toBe(9n);
    expect(state.reads).toEqual([0n, 4n]);
  });

  test("carries a topic once, from the oldest cursor, however often it is listed", async () => {
    const { streams, next, moveTo, state, listeners } = setUp();
    await next();
    moveTo(9n);
    streams.subscribe(id, [entities(7n), entities(2n), entities(8n)]);
    await next();
    expect(state.reads).toEqual([2n]);
    expect(listeners.size).toBe(1);
  });

  test("keeps the older cursor that comes while it reads", async () => {
    const { streams, next, moveTo, state } = setUp();
    await next();
    moveTo(9n);
    streams.subscribe(id, [entities(5n)]);
    state.whileReading = () => {
      state.whileReading = () => {};
      streams.subscribe(id, [entities(1n)]);
    };
    await next();
    expect((await next()).sequence).toBe(9n);
    expect(state.reads).toEqual([5n, 1n]);
  });

  test("goes on with the other topics when one cannot be read, and logs why", async () => {
    const { streams, next, moveTo, state, errors } = setUp();
    await next();
    moveTo(9n);
    state.whileReading = () => {
      state.whileReading = () => {};
      throw new Error("EIO");
    };
    streams.subscribe(id, [entities(1n)]);
    expect((await next()).kind).toMatchObject({
      case: "failed",
      value: { message: expect.stringMatching(/cannot be followed just now/) },
    });
    expect(errors).toEqual(["A topic could not be read"]);
    moveTo(10n);
    expect((await next()).sequence).toBe(10n);
  });

  test("follows nothing of a list in which one subscription is wrong, or that is too long", async () => {
    const { streams, next, listeners } = setUp();
    await next();
    expect(() => streams.subscribe(id, [entities(), create(SubscriptionSchema)])).toThrow(/without a topic/);
    expect(listeners.size).toBe(0);
    const many = Array.from({ length: 257 }, () => entities());
    expect(() => streams.subscribe(id, many)).toThrow(/257 subscriptions are more than a stream carries/);
  });

  test("says so when a topic cannot be followed, and goes on", async () => {
    const { streams, next, state } = setUp();
    await next();
    state.refuses = true;
    streams.subscribe(id, [entities()]);
    const message = await next();
    expect(message.kind).toMatchObject({ case: "failed", value: { message: "No such thing" } });
  });

  test("lets go of topics that are no longer listed, and of all when its reader leaves", async () => {
    const { streams, next, listeners, abort, reader } = setUp();
    await next();
    streams.subscribe(id, [entities()]);
    expect(listeners.size).toBe(1);
    streams.subscribe(id, []);
    expect(listeners.size).toBe(0);
    streams.subscribe(id, [entities()]);
    const pending = reader.next();
    abort.abort();
    expect((await pending).done).toBe(true);
    expect(listeners.size).toBe(0);
    expect(() => streams.subscribe(id, [])).toThrow(/No stream .* is open/);
  });

  test("gives way to a newer one of the same id", async () => {
    const { streams, next, reader, abort } = setUp();
    await next();
    const pending = reader.next();
    const newer = streams.open(id, abort.signal);
    expect((await newer.next()).value?.kind.case).toBe("opened");
    expect((await pending).done).toBe(true);
    expect(() => streams.subscribe(id, [entities()])).not.toThrow();
  });

  test("is refused when its id could be guessed", async () => {
    const { streams } = setUp();
    await expect(streams.open("short", new AbortController().signal).next()).rejects.toThrow(/at least 16/);
  });
});
