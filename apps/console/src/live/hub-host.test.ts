import { create, fromBinary, toBinary } from "@bufbuild/protobuf";
import { SubscriptionSchema, type WatchMessage, WatchMessageSchema } from "@skein/spec/gen/skein/console/v1/console_pb";
import { beforeEach, expect, it, vi } from "vitest";
import type { Wire } from "./hub.ts";
import { HubHost } from "./hub-host.ts";
import type { ToTab } from "./protocol.ts";

const executions = { case: "executions", value: { project: "p", domain: "d" } } as const;
const topics = (tab: string, lock?: string) => ({
  type: "topics" as const,
  tab,
  lock,
  subscriptions: [toBinary(SubscriptionSchema, create(SubscriptionSchema, { topic: { kind: executions } }))],
});
const opened = create(WatchMessageSchema, { kind: { case: "opened", value: {} } });
const delta = create(WatchMessageSchema, { topic: { kind: executions }, kind: { case: "executions", value: {} } });

const setUp = (locks?: LockManager) => {
  let push: (message: WatchMessage) => void = () => undefined;
  let streams = 0;
  const subscribe = vi.fn(async () => undefined);
  const wire: Wire = {
    async *watch(_, signal) {
      streams += 1;
      const queue: WatchMessage[] = [opened];
      let wake = () => {};
      push = (message) => {
        queue.push(message);
        wake();
      };
      signal.addEventListener("abort", () => wake());
      while (!signal.aborted) {
        const next = queue.shift();
        if (next) yield next;
        else
          await new Promise<void>((resolve) => {
            wake = resolve;
          });
      }
    },
    subscribe,
    probe: async () => undefined,
  };
  const host = new HubHost(wire, locks);
  const tab = () => {
    const got: ToTab[] = [];
    return { got, postMessage: (message: ToTab) => got.push(message) };
  };
  const kinds = ({ got }: { got: ToTab[] }) =>
    got.flatMap((each) => (each.type === "message" ? [fromBinary(WatchMessageSchema, each.bytes).kind.case] : []));
  return { host, tab, kinds, subscribe, push: (message: WatchMessage) => push(message), streams: () => streams };
};

beforeEach(() => {
  vi.useFakeTimers();
});

it("carries one stream for ten tabs and hands each what it asked for", async () => {
  const { host, tab, kinds, push, streams, subscribe } = setUp();
  const tabs = Array.from({ length: 10 }, tab);
  tabs.forEach((port, i) => {
    host.receive(port, topics(`tab${i}`));
  });
  const other = tab();
  host.receive(other, { ...topics("other"), subscriptions: [] });
  await vi.advanceTimersByTimeAsync(50);
  push(delta);
  await vi.advanceTimersByTimeAsync(0);
  expect(streams()).toBe(1);
  expect(subscribe).toHaveBeenCalledTimes(1);
  for (const port of tabs) expect(kinds(port)).toEqual(["opened", "executions"]);
  expect(kinds(other)).toEqual(["opened"]);
  expect(other.got.filter(({ type }) => type === "status")).toHaveLength(2);
});

it("ends the stream when the last tab says good-bye", async () => {
  const { host, tab, kinds, push } = setUp();
  const port = tab();
  host.receive(port, topics("tab"));
  await vi.advanceTimersByTimeAsync(50);
  host.receive(port, { type: "bye", tab: "tab" });
  push(delta);
  await vi.advanceTimersByTimeAsync(0);
  expect(kinds(port)).toEqual(["opened"]);
});

it("notices a tab that died by its lock", async () => {
  let granted = () => {};
  const request = vi.fn((_: string, act: () => void) => {
    granted = act;
    return Promise.resolve();
  });
  // Of a LockManager only `request` is used.
  const { host, tab, kinds, push } = setUp({ request } as unknown as LockManager);
  const port = tab();
  host.receive(port, topics("tab", "skein-tab-1"));
  await vi.advanceTimersByTimeAsync(50);
  expect(request).toHaveBeenCalledWith("skein-tab-1", expect.any(Function));
  granted();
  push(delta);
  await vi.advanceTimersByTimeAsync(0);
  expect(kinds(port)).toEqual(["opened"]);
});

it("without locks drops a tab that is silent for long, and tells one that only slept", async () => {
  const { host, tab } = setUp();
  const [sleeper, awake] = [tab(), tab()];
  host.receive(sleeper, topics("sleeper"));
  host.receive(awake, topics("awake"));
  for (let i = 0; i < 6; i += 1) {
    await vi.advanceTimersByTimeAsync(20_000);
    host.receive(awake, { type: "alive", tab: "awake" });
  }
  host.receive(sleeper, { type: "alive", tab: "sleeper" });
  expect(sleeper.got.at(-1)).toEqual({ type: "lost" });
  expect(awake.got.some(({ type }) => type === "lost")).toBe(false);
});
