import { create, fromBinary, toBinary } from "@bufbuild/protobuf";
import { timestampFromMs } from "@bufbuild/protobuf/wkt";
import { SubscriptionSchema, TopicSchema, WatchMessageSchema } from "@skein/spec/gen/skein/console/v1/console_pb";
import { expect, it } from "vitest";
import { CommitQueue } from "./commit-queue.ts";
import { LiveClient } from "./live-client.ts";
import type { ToHub } from "./protocol.ts";
import { serverNow } from "./status.ts";

const topic = create(TopicSchema, { kind: { case: "entities", value: { project: "p", domain: "d" } } });
const bytes = (sequence: bigint) =>
  toBinary(
    WatchMessageSchema,
    create(WatchMessageSchema, {
      topic,
      sequence,
      serverTime: timestampFromMs(Date.now() + 60_000),
      kind: { case: "entities", value: {} },
    }),
  );

const setUp = () => {
  const posted: ToHub[] = [];
  const now = {
    now: () => 0,
    isHidden: () => false,
    after: () => () => {},
    frame: (act: () => void) => {
      act();
      return () => {};
    },
  };
  const client = new LiveClient(
    "tab",
    undefined,
    (message) => posted.push(message),
    new CommitQueue(now, (commit) => commit()),
  );
  const asked = () => {
    const last = posted.at(-1);
    return last?.type === "topics"
      ? last.subscriptions.map((each) => fromBinary(SubscriptionSchema, each).since)
      : undefined;
  };
  return { client, posted, asked };
};

it("says its topics once for all that changes in one moment, and keeps counting what comes", async () => {
  const { client, posted, asked } = setUp();
  const seen: bigint[] = [];
  const stop = client.follow(topic, 4n, (message) => seen.push(message.sequence));
  client.follow(topic, 4n, () => undefined)();
  await Promise.resolve();
  expect(posted).toHaveLength(1);
  expect(asked()).toEqual([4n]);
  client.receive({ type: "message", bytes: bytes(6n) });
  expect(seen).toEqual([6n]);
  client.receive({ type: "lost" });
  await Promise.resolve();
  expect(asked()).toEqual([6n]);
  stop();
  await Promise.resolve();
  expect(asked()).toEqual([]);
});

it("goes back for a second view that holds older data", async () => {
  const { client, asked } = setUp();
  client.follow(topic, 9n, () => undefined);
  client.follow(topic, 2n, () => undefined);
  await Promise.resolve();
  expect(asked()).toEqual([2n]);
});

it("learns the server's clock from every message", () => {
  const { client } = setUp();
  client.receive({ type: "message", bytes: bytes(1n) });
  expect(Math.abs(serverNow() - Date.now() - 60_000)).toBeLessThan(2000);
});

it("tells who listens when the connection changes", () => {
  const { client } = setUp();
  let told = 0;
  const stop = client.onStatus(() => {
    told += 1;
  });
  client.receive({ type: "status", status: { state: "offline", since: 5 } });
  stop();
  client.receive({ type: "status", status: { state: "live", since: 6 } });
  expect(told).toBe(1);
  expect(client.status.state).toBe("live");
});
