import { create } from "@bufbuild/protobuf";
import {
  type Subscription,
  SubscriptionSchema,
  type WatchMessage,
  WatchMessageSchema,
} from "@skein/spec/gen/skein/console/v1/console_pb";
import { beforeEach, expect, it, vi } from "vitest";
import { LiveHub, SILENCE_MS, type Wire } from "./hub.ts";

const executions = { case: "executions", value: { project: "p", domain: "d" } } as const;
const wants = (since: bigint) => create(SubscriptionSchema, { topic: { kind: executions }, since });
const opened = create(WatchMessageSchema, { kind: { case: "opened", value: {} } });
const heartbeat = create(WatchMessageSchema, { kind: { case: "heartbeat", value: {} } });
const delta = (sequence: bigint) =>
  create(WatchMessageSchema, { sequence, topic: { kind: executions }, kind: { case: "executions", value: {} } });

/** A server whose streams the test writes and breaks by hand. */
class ScriptedWire implements Wire {
  readonly streams: { id: string; push(message: WatchMessage): void; fail(): void; ended: boolean }[] = [];
  readonly subscribed: { id: string; since: bigint[] }[] = [];
  answers = true;
  refuses = false;

  async *watch(id: string, signal: AbortSignal): AsyncGenerator<WatchMessage> {
    const queue: WatchMessage[] = [];
    let wake = () => {};
    let failed = this.refuses;
    const stream = {
      id,
      ended: false,
      push: (message: WatchMessage) => {
        queue.push(message);
        wake();
      },
      fail: () => {
        failed = true;
        wake();
      },
    };
    this.streams.push(stream);
    signal.addEventListener("abort", stream.fail);
    while (!failed) {
      const next = queue.shift();
      if (next) yield next;
      else
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
    }
    stream.ended = true;
    throw new Error("stream broke");
  }

  async subscribe(id: string, subscriptions: Subscription[]): Promise<void> {
    this.subscribed.push({ id, since: subscriptions.map((each) => each.since) });
  }

  async probe(): Promise<void> {
    if (!this.answers) throw new Error("no answer");
  }
}

const setUp = () => {
  const wire = new ScriptedWire();
  const states: string[] = [];
  const received: WatchMessage[] = [];
  let ids = 0;
  const hub = new LiveHub(
    wire,
    { onMessage: (message) => received.push(message), onStatus: ({ state }) => states.push(state) },
    { now: Date.now, random: () => 0.5, streamId: () => `stream-${++ids}` },
  );
  return { wire, states, received, hub };
};
const pass = (ms: number) => vi.advanceTimersByTimeAsync(ms);

beforeEach(() => {
  vi.useFakeTimers();
});

it("opens one stream for all tabs and subscribes once for what came together", async () => {
  const { wire, hub, states } = setUp();
  hub.setTopics("tab1", [wants(3n)]);
  hub.setTopics("tab2", [wants(4n)]);
  await pass(0);
  wire.streams[0]?.push(opened);
  await pass(20);
  expect(wire.streams).toHaveLength(1);
  expect(wire.subscribed).toEqual([{ id: "stream-1", since: [3n] }]);
  expect(states).toEqual(["live"]);
});

it("resumes a broken stream from the last sequence, on a new stream", async () => {
  const { wire, hub, states } = setUp();
  hub.setTopics("tab", [wants(3n)]);
  await pass(0);
  wire.streams[0]?.push(opened);
  wire.streams[0]?.push(delta(8n));
  await pass(20);
  wire.streams[0]?.fail();
  await pass(600);
  wire.streams[1]?.push(opened);
  await pass(20);
  expect(wire.subscribed.at(-1)).toEqual({ id: "stream-2", since: [8n] });
  expect(states).toEqual(["live", "connecting", "live"]);
});

it("takes silence for a broken stream, and a heartbeat for a sound one", async () => {
  const { wire, hub } = setUp();
  hub.setTopics("tab", []);
  await pass(0);
  wire.streams[0]?.push(opened);
  await pass(SILENCE_MS - 1000);
  wire.streams[0]?.push(heartbeat);
  await pass(SILENCE_MS - 1000);
  expect(wire.streams[0]?.ended).toBe(false);
  await pass(2000);
  expect(wire.streams[0]?.ended).toBe(true);
  expect(wire.streams).toHaveLength(2);
});

it.each([
  [true, "polling"],
  [false, "offline"],
])("after three failures, when plain requests pass is %s, it says %s and goes on trying", async (answers, state) => {
  const { wire, hub, states } = setUp();
  wire.refuses = true;
  wire.answers = answers;
  hub.setTopics("tab", []);
  await pass(4000);
  expect(states.at(-1)).toBe(state);
  wire.refuses = false;
  await pass(30_000);
  wire.streams.at(-1)?.push(opened);
  await pass(0);
  expect(states.at(-1)).toBe("live");
});

it("does not hammer a server that is away", async () => {
  const { wire, hub } = setUp();
  wire.refuses = true;
  hub.setTopics("tab", []);
  await pass(5 * 60_000);
  expect(wire.streams.length).toBeLessThan(25);
  const before = wire.streams.length;
  hub.retryNow();
  await pass(0);
  expect(wire.streams).toHaveLength(before + 1);
});

it("starts over when the server has forgotten the stream", async () => {
  const { wire, hub } = setUp();
  vi.spyOn(wire, "subscribe").mockRejectedValueOnce(new Error("not found"));
  hub.setTopics("tab", [wants(1n)]);
  await pass(0);
  wire.streams[0]?.push(opened);
  await pass(1000);
  wire.streams[1]?.push(opened);
  await pass(20);
  expect(wire.subscribed).toEqual([{ id: "stream-2", since: [1n] }]);
});

it("closes the stream with the last tab and opens it again for the next", async () => {
  const { wire, hub } = setUp();
  hub.setTopics("tab", []);
  await pass(0);
  hub.removeTab("tab");
  await pass(60_000);
  expect(wire.streams).toHaveLength(1);
  expect(wire.streams[0]?.ended).toBe(true);
  hub.setTopics("tab", []);
  await pass(0);
  expect(wire.streams).toHaveLength(2);
});
