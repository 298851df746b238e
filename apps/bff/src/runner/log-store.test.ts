import { appendFile, mkdtemp, rm, truncate } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { type Blobs, openBlobs } from "../blobs/blobs.ts";
import type { LogLine } from "./log-line.ts";
import { type LogStore, openLogStore } from "./log-store.ts";

const key = { project: "p", domain: "d", execution: "x", node: "n0", attempt: 0 };
let root: string;
let blobs: Blobs;
let logs: LogStore;
const line = (text: string, atNanos = 1n, stream: LogLine["stream"] = "STDOUT"): LogLine => ({ atNanos, stream, text });
const texts = (lines: readonly LogLine[]) => lines.map((found) => found.text);

/** As after a restart: a store that has nothing in memory. */
function fresh(): LogStore {
  const store = openLogStore(blobs, "bucket");
  stores.push(store);
  return store;
}
const stores: LogStore[] = [];

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), "skein-logs-"));
  blobs = await openBlobs(root);
  logs = fresh();
});
afterEach(async () => {
  await Promise.all(stores.splice(0).map((store) => store.closeAll()));
  await rm(root, { recursive: true, force: true });
});

test("a log that never was has no lines", async () => {
  expect(await logs.range(key, 0, 0)).toEqual({ lines: [], total: 0, complete: false });
  expect(await logs.range(key, -10, 0)).toEqual({ lines: [], total: 0, complete: false });
});

test("lines are read while they are written, and by the next process", async () => {
  const writer = await logs.open(key);
  await writer.append([line("one"), line("two", 2n, "STDERR")]);
  const expected = [
    { number: 0, atNanos: 1n, stream: "STDOUT", text: "one" },
    { number: 1, atNanos: 2n, stream: "STDERR", text: "two" },
  ];
  expect(await logs.range(key, 0, 0)).toEqual({ lines: expected, total: 2, complete: false });
  expect(await fresh().range(key, 0, 0)).toEqual({ lines: expected, total: 2, complete: false });
});

test("ranges of a long log are found through the index", async () => {
  const writer = await logs.open(key);
  for (let at = 0; at < 12_000; at += 500)
    await writer.append(Array.from({ length: 500 }, (_, more) => line(`line ${at + more}`)));
  for (const store of [logs, fresh()]) {
    expect(texts((await store.range(key, 9_999, 3)).lines)).toEqual(["line 9999", "line 10000", "line 10001"]);
    expect(texts((await store.range(key, -2, 10)).lines)).toEqual(["line 11998", "line 11999"]);
    expect((await store.range(key, 0, 0)).lines).toHaveLength(5_000);
    expect((await store.range(key, 0, 100_000)).lines).toHaveLength(5_000);
    expect(await store.range(key, 20_000, 5)).toEqual({ lines: [], total: 12_000, complete: false });
    expect((await store.range(key, 255, 3)).lines.map((found) => [found.number, found.text])).toEqual([
      [255, "line 255"],
      [256, "line 256"],
      [257, "line 257"],
    ]);
  }
});

test("very long lines shorten the range, and the first is always there", async () => {
  const writer = await logs.open(key);
  await writer.append(Array.from({ length: 100 }, () => line("x".repeat(64 * 1024))));
  const { lines, total } = await logs.range(key, 0, 100);
  expect(total).toBe(100);
  expect(lines.length).toBeGreaterThan(10);
  expect(lines.length).toBeLessThan(70);
});

test("completeness is kept, and ends with the next line", async () => {
  const writer = await logs.open(key);
  await writer.append([line("one")]);
  await writer.complete();
  expect((await logs.range(key, 0, 0)).complete).toBe(true);
  await logs.close(key);
  expect((await fresh().range(key, 0, 0)).complete).toBe(true);
  const again = await fresh().open(key);
  expect(again.extent().complete).toBe(true);
  await again.append([line("two")]);
  expect((await fresh().range(key, 0, 0)).complete).toBe(false);
});

test("followers hear of every growth until they stop", async () => {
  const heard: unknown[] = [];
  const stop = logs.follow(key, (growth) => heard.push(growth));
  const writer = await logs.open(key);
  await writer.append([line("one")]);
  await writer.append([line("two")]);
  await writer.complete();
  stop();
  await writer.append([line("three")]);
  expect(heard).toEqual([
    { total: 1, complete: false },
    { total: 2, complete: false },
    { total: 2, complete: true },
  ]);
});

test("a line cut by a crash is dropped, and what follows stands on a line of its own", async () => {
  const writer = await logs.open(key);
  await writer.append([line("one")]);
  await logs.close(key);
  await appendFile(blobs.pathOf(logs.uriOf(key)), "2026-01-02T03:04:05.0000000");
  const next = fresh();
  await (await next.open(key)).append([line("two")]);
  expect(texts((await next.range(key, 0, 0)).lines)).toEqual(["one", "two"]);
});

test.each([
  ["is gone", 0],
  ["lags behind", 8],
  ["is cut", 13],
])("an index that %s is made good", async (_, size) => {
  const writer = await logs.open(key);
  await writer.append(Array.from({ length: 1_000 }, (_unused, at) => line(`line ${at}`)));
  await logs.close(key);
  await truncate(`${blobs.pathOf(logs.uriOf(key))}.index`, size);
  const next = fresh();
  expect(texts((await next.range(key, 700, 1)).lines)).toEqual(["line 700"]);
  await (await next.open(key)).append([line("line 1000")]);
  expect(texts((await fresh().range(key, -1, 1)).lines)).toEqual(["line 1000"]);
});

test("an index that speaks of more than there is, is not believed", async () => {
  const writer = await logs.open(key);
  await writer.append(Array.from({ length: 1_000 }, (_unused, at) => line(`line ${at}`)));
  await logs.close(key);
  await truncate(blobs.pathOf(logs.uriOf(key)), 100);
  expect((await fresh().range(key, 0, 0)).total).toBe(2);
});

test("the recent lines of the container are those within the window before its last", async () => {
  const writer = await logs.open(key);
  await writer.append(Array.from({ length: 600 }, (_unused, at) => line(`line ${at}`, BigInt(at) * 10n)));
  await writer.append([line("engine", 99_999n, "ENGINE")]);
  const recent = await writer.recent(20n);
  expect(texts(recent.lines)).toEqual(["line 597", "line 598", "line 599"]);
  expect(recent.sinceNanos).toBe(5_970n);
  expect(await writer.recent(10_000n)).toMatchObject({ sinceNanos: 0n, lines: { length: 600 } });
});

test("the tail is the container's own last words", async () => {
  const writer = await logs.open(key);
  await writer.append([line("first"), line("said"), line("pulled", 2n, "ENGINE"), line("ärger")]);
  expect(await logs.tail(key, { lines: 2, bytes: 100 })).toBe("said\närger");
  expect(await logs.tail(key, { lines: 80, bytes: 5 })).toBe("rger");
});

test("ids that are no file names are kept apart and inside the tree", async () => {
  const [one, other] = ["../n0", "..%2Fn0"].map((node) => ({ ...key, node }));
  expect(logs.uriOf(one ?? key)).not.toBe(logs.uriOf(other ?? key));
  await (await logs.open({ ...key, node: ".." })).append([line("one")]);
  expect(logs.uriOf({ ...key, node: ".." })).toBe("s3://bucket/logs/p/d/x/%2E%2E/0.log");
});
