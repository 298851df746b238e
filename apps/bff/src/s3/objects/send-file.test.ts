import { once } from "node:events";
import { mkdtempSync, openSync, rmSync, writeFileSync } from "node:fs";
import { createServer, get, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { buffer } from "node:stream/consumers";
import { afterAll, beforeAll, expect, test } from "vitest";
import { sendFile } from "./send-file.ts";

const folder = mkdtempSync(join(tmpdir(), "skein-send-"));
const path = join(folder, "file");
const bytes = Buffer.from(Array.from({ length: 5_000_000 }, (_, n) => n % 251));
let range = { start: 0, end: 0 };
let ended: Promise<unknown> = Promise.resolve();
const server = createServer((_, response) => {
  ended = sendFile(openSync(path, "r"), range, response).catch((reason: unknown) => {
    response.destroy();
    return reason;
  });
});
beforeAll(async () => {
  writeFileSync(path, bytes);
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
});
afterAll(() => {
  server.close();
  rmSync(folder, { recursive: true, force: true });
});

async function ask(start: number, end: number): Promise<IncomingMessage> {
  range = { start, end };
  // It listens on TCP, so its address has a port.
  const { port } = server.address() as AddressInfo;
  const request = get({ host: "127.0.0.1", port, agent: false });
  request.on("error", () => {}); // also when it is we who go
  const [response] = await once(request, "response");
  return response;
}

test.each([
  [0, 4_999_999],
  [0, 0],
  [4_999_999, 4_999_999],
  [524_287, 524_288],
  [1_000_000, 3_000_000],
])("bytes %i to %i", async (start, end) => {
  const found = await buffer(await ask(start, end));
  expect(found.equals(bytes.subarray(start, end + 1))).toBe(true);
  expect(await ended).toBeUndefined();
});

test("a client that goes ends it", async () => {
  const response = await ask(0, 4_999_999);
  response.destroy();
  expect(await ended).toBeInstanceOf(Error);
});

test("a file that is shorter than announced does not end as if it were whole", async () => {
  const response = await ask(0, 6_000_000);
  await expect(buffer(response)).rejects.toThrow();
  expect(await ended).toMatchObject({ message: "The file ended before its announced length" });
});
