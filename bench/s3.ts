import { once } from "node:events";
import { createReadStream, createWriteStream } from "node:fs";
import { readFile, rm } from "node:fs/promises";
import { Agent, type IncomingMessage, request } from "node:http";
import { join } from "node:path";
import { Readable, Writable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { presign } from "../apps/bff/src/s3/sigv4/presign.ts";
import { makeHome, removeHome, type Server, startServer } from "../e2e/support/server.ts";
import { median, report, round } from "./report.ts";

const MIB = 1024 * 1024;
const LARGE_BYTES = 1024 * MIB;
const ROUNDS = 3;
const SMALL = 10_000;
const SMALL_BYTES = 4096;
const CONCURRENCY = 8;
const agent = new Agent({ keepAlive: true, maxSockets: CONCURRENCY });

/**
 * One object of 1 GiB up and down, in turns with the same bytes written to the same disk (until they are on it, and
 * only into the system's cache, which is all that either side of a GET sees); then many small objects. The client
 * runs in this process, on the same cores. The server's memory is looked at throughout.
 */
export async function benchS3(): Promise<void> {
  const home = makeHome();
  const server = await startServer(home);
  try {
    await benchLarge(server);
    await benchSmall(server);
  } finally {
    agent.destroy();
    await server.stop();
    await removeHome(home);
  }
}

async function benchLarge(server: Server): Promise<void> {
  const raw = join(server.home, "raw");
  const writeRaw = (flush: boolean) =>
    timed(() => pipeline(bytesOf(LARGE_BYTES), createWriteStream(raw, { highWaterMark: MIB, flush })));
  const times = { disk: list(), cacheWrite: list(), put: list(), cacheRead: list(), get: list() };
  const cpu = { put: list(), get: list() };
  const memory = watchMemory(server.pid);
  for (let at = 0; at < ROUNDS; at += 1) {
    times.disk.push(await writeRaw(true));
    times.cacheWrite.push(await writeRaw(false));
    const idle = await cpuSeconds(server.pid);
    times.put.push(await timed(() => put(server, "large", bytesOf(LARGE_BYTES), LARGE_BYTES)));
    cpu.put.push((await cpuSeconds(server.pid)) - idle);
    times.cacheRead.push(await timed(() => pipeline(createReadStream(raw, { highWaterMark: MIB }), nowhere())));
    const before = await cpuSeconds(server.pid);
    times.get.push(await timed(() => get(server, "large")));
    cpu.get.push((await cpuSeconds(server.pid)) - before);
  }
  await rm(raw);
  const serverPeakMib = memory.stop();
  const rate = (ms: readonly number[]) => round(LARGE_BYTES / MIB / (median(ms) / 1000), 0);
  const ratio = (ours: readonly number[], base: readonly number[]) =>
    round(median(ours.map((ms, at) => (base[at] ?? Number.NaN) / ms)));
  const common = { diskMibPerSecond: rate(times.disk), serverPeakMib, rounds: ROUNDS };
  report({
    bench: "s3-put-1gib",
    mibPerSecond: rate(times.put),
    cacheMibPerSecond: rate(times.cacheWrite),
    ratioToDisk: ratio(times.put, times.disk),
    ratioToCache: ratio(times.put, times.cacheWrite),
    serverCpuSeconds: round(median(cpu.put)),
    ...common,
  });
  report({
    bench: "s3-get-1gib",
    mibPerSecond: rate(times.get),
    cacheMibPerSecond: rate(times.cacheRead),
    ratioToCache: ratio(times.get, times.cacheRead),
    serverCpuSeconds: round(median(cpu.get)),
    ...common,
  });
}

const list = (): number[] => [];

async function benchSmall(server: Server): Promise<void> {
  const body = Buffer.alloc(SMALL_BYTES, 1);
  const putMs = await inParallel((n) => put(server, `small/${n % 100}/${n}`, Readable.from([body]), SMALL_BYTES));
  const getMs = await inParallel((n) => get(server, `small/${n % 100}/${n}`));
  for (const [bench, ms] of [
    ["s3-put-small", putMs],
    ["s3-get-small", getMs],
  ] as const)
    report({
      bench,
      perSecond: round(SMALL / (ms / 1000), 0),
      objects: SMALL,
      bytes: SMALL_BYTES,
      concurrency: CONCURRENCY,
    });
}

const timed = async (work: () => Promise<unknown>): Promise<number> => {
  const began = performance.now();
  await work();
  return performance.now() - began;
};

async function inParallel(work: (n: number) => Promise<void>): Promise<number> {
  let next = 0;
  return timed(() =>
    Promise.all(
      Array.from({ length: CONCURRENCY }, async () => {
        while (next < SMALL) {
          next += 1;
          await work(next);
        }
      }),
    ),
  );
}

const piece = Buffer.alloc(MIB, "0123456789abcdef");

const bytesOf = (bytes: number): Readable =>
  Readable.from(
    (function* () {
      for (let left = bytes; left > 0; left -= piece.length) yield piece;
    })(),
    { objectMode: false, highWaterMark: MIB },
  );

const nowhere = (): Writable => new Writable({ write: (_bytes, _encoding, done) => done(), highWaterMark: MIB });

const urlOf = ({ s3Port }: Server, method: "GET" | "PUT", key: string): string =>
  presign({
    ...{ method, bucket: "my-s3-bucket", key, accessKey: "minio", secret: "miniostorage" },
    origin: `http://127.0.0.1:${s3Port}`,
    now: Date.now(),
    expiresInSeconds: 600,
  });

async function put(server: Server, key: string, body: Readable, length: number): Promise<void> {
  const sent = request(urlOf(server, "PUT", key), { method: "PUT", agent, headers: { "content-length": length } });
  const answered = once(sent, "response");
  await pipeline(body, sent);
  await finish(await answered);
}

async function get(server: Server, key: string): Promise<void> {
  const sent = request(urlOf(server, "GET", key), { agent }).end();
  await finish(await once(sent, "response"));
}

async function finish([response]: readonly IncomingMessage[]): Promise<void> {
  if (response?.statusCode !== 200) throw new Error(`The S3 endpoint answered ${response?.statusCode}`);
  await pipeline(response, nowhere());
}

/** Processor time a process has had so far: what a busy machine does not blur. 0 where there is no /proc. */
async function cpuSeconds(pid: number): Promise<number> {
  const stat = await readFile(`/proc/${pid}/stat`, "utf8").catch(() => "");
  // Behind the name in brackets: user and system time, in hundredths.
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  return (Number(fields[11] ?? 0) + Number(fields[12] ?? 0)) / 100;
}

/** The most memory a process had, in MiB; 0 where the system does not tell as Linux does. */
function watchMemory(pid: number) {
  let peak = 0;
  const look = async () => {
    const [, kib] = /VmRSS:\s+(\d+)/.exec(await readFile(`/proc/${pid}/status`, "utf8").catch(() => "")) ?? [];
    peak = Math.max(peak, Number(kib ?? 0) / 1024);
  };
  const timer = setInterval(() => void look(), 100);
  return {
    stop() {
      clearInterval(timer);
      return round(peak, 0);
    },
  };
}
